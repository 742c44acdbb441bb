import { type EngineClient, type EngineEvent, type PersonSet, preferenceRows } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { type Between, type PersonVerdict, withoutLast, withVerdict } from './personState.ts';
import { isAlive, type RunView } from './runState.ts';
import type { Stores } from './stores.ts';

/** Pairs of answers a draw brings. */
export const DRAWN = 8;
/** Pairs that are no ties, below which there is nothing to train on: as for own rows. */
export const TRAINED_LEAST = 8;

interface PersonActions {
  /** Loads and compiles the model without training. */
  prepare(): void;
  saveText(name: string, content: string): void;
  /** Rows as JSON Lines become the data of the form. */
  train(name: string, content: string): void;
}

/** Where a person judges: asks the engine for answers, takes verdicts, keeps them in the browser. */
export class PersonDesk {
  private readonly engine: EngineClient;
  private readonly stores: Stores;
  private readonly actions: PersonActions;
  private readonly off: () => void;

  constructor(engine: EngineClient, stores: Stores, actions: PersonActions) {
    this.engine = engine;
    this.stores = stores;
    this.actions = actions;
    // A run that is gone answers no more.
    this.off = stores.run.subscribe(({ runId }, before) => {
      const { drawing } = stores.person.getState();
      if (runId !== before.runId && (drawing === 'answers' || runId === null))
        stores.person.setState({ drawing: 'none' });
    });
  }

  dispose(): void {
    this.off();
  }

  /** What an earlier visit left behind; nothing is asked twice. */
  begin(): void {
    const { person } = this.stores;
    if (person.getState().isLoaded) person.setState({ drawing: 'none' });
    else this.engine.send({ type: 'loadPersonSet' });
  }

  choose(between: Between): void {
    this.stores.person.setState({ between });
  }

  /** Two answers each to some prompts; the model is prepared first where none is. */
  draw(): void {
    const { person, run } = this.stores;
    if (person.getState().drawing !== 'none') return;
    const view = run.getState();
    person.setState({ drawing: canAnswer(view) ? 'answers' : 'preparing', drewNothing: false });
    if (canAnswer(view)) {
      this.ask();
      return;
    }
    this.actions.prepare();
    // An experiment that cannot be run was not begun.
    if (run.getState().state !== 'preparing') person.setState({ drawing: 'none' });
  }

  judge(verdict: PersonVerdict): void {
    this.change((set) => withVerdict(set, verdict));
  }

  undo(): void {
    this.change(withoutLast);
  }

  /** Everything judged is forgotten, here and in storage; prompts go on from where they were. */
  clear(): void {
    this.change(({ next }) => ({ judged: [], waiting: [], next }));
  }

  /** Asks how the run's training judge sees what was judged. */
  reveal(): void {
    const { run, person } = this.stores;
    const { runId } = run.getState();
    const { judged } = person.getState();
    person.setState({ training: null });
    if (runId !== null && canAnswer(run.getState())) this.engine.send({ type: 'agree', runId, judged });
  }

  save(): void {
    this.actions.saveText(`${FILE_NAME}.jsonl`, this.jsonl());
  }

  train(): void {
    this.actions.train(text.person.setName, this.jsonl());
  }

  receive(event: EngineEvent): void {
    const { person, run } = this.stores;
    const { drawing } = person.getState();
    switch (event.type) {
      case 'personSet':
        // What was judged meanwhile is newer.
        if (person.getState().judged.length === 0) {
          const isSaved = event.set.judged.length > 0 ? true : null;
          person.setState({ ...event.set, isSaved, isLoaded: true });
        } else person.setState({ isLoaded: true });
        return;
      case 'personSaved':
        person.setState({ isSaved: event.saved });
        return;
      case 'agreement':
        if (event.runId === run.getState().runId) person.setState({ training: event.training });
        return;
      case 'comparisons': {
        if (event.runId !== run.getState().runId) return;
        const { comparisons, next } = event;
        person.setState({ drawing: 'none', drewNothing: comparisons.length === 0 });
        this.change((set) => ({ ...set, waiting: [...set.waiting, ...comparisons], next }));
        return;
      }
      case 'state':
        if (event.runId !== run.getState().runId) return;
        if (drawing === 'preparing' && event.state === 'ready') {
          person.setState({ drawing: 'answers' });
          this.ask(event.runId);
        } else if (event.state === 'failed') person.setState({ drawing: 'none' });
        return;
      case 'error':
        person.setState({ drawing: 'none' });
        return;
      default:
        return;
    }
  }

  /** TRL's preference format. */
  private jsonl(): string {
    const rows = preferenceRows(this.stores.person.getState().judged);
    return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
  }

  private ask(runId = this.stores.run.getState().runId): void {
    const { between, next } = this.stores.person.getState();
    if (runId !== null) this.engine.send({ type: 'compare', runId, count: DRAWN, from: next, between });
  }

  private change(change: (set: PersonSet) => PersonSet): void {
    const { person } = this.stores;
    const { judged, waiting, next } = person.getState();
    const before: PersonSet = { judged, waiting, next };
    const after = change(before);
    if (after === before) return;
    person.setState(after);
    this.engine.send({ type: 'savePersonSet', set: after });
  }
}

const FILE_NAME = 'my-judgements';

/** Whether there is a model that can be asked. */
function canAnswer({ state }: Pick<RunView, 'state'>): boolean {
  return state === 'finished' || (isAlive(state) && state !== 'preparing');
}
