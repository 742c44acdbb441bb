import {
  defaultExperiment,
  type EngineClient,
  type EngineEvent,
  type Experiment,
  type SnapshotSummary,
} from '../../engine/index.ts';
import { applyMachineEvent } from './applyMachineEvent.ts';
import { applyRunEvent } from './applyRunEvent.ts';
import { Downloads, type SaveFile } from './Downloads.ts';
import { type ExperimentState, isBlocked, withLoss, withSetting } from './experimentState.ts';
import { Imports } from './Imports.ts';
import { keepShownRun } from './keepShownRun.ts';
import { LiveSettingsSender } from './LiveSettingsSender.ts';
import { ObjectiveMemory } from './ObjectiveMemory.ts';
import { PersonDesk } from './PersonDesk.ts';
import { type Intent, Preparation } from './Preparation.ts';
import { RecordedStage } from './RecordedStage.ts';
import { RevisionTicker } from './RevisionTicker.ts';
import { racerExperiment } from './racerExperiment.ts';
import { EMPTY_RUN, isActive, isAlive, RECORDED_RUN_ID } from './runState.ts';
import type { Stores } from './stores.ts';

/** How far one press of Rewind goes back. */
export const REWIND_STEPS = 50;
const SEED_RANGE = 100_000;

/** What a person can do, as commands to the engine; and what the engine says, as changes of the stores. */
export class Session {
  readonly stores: Stores;
  readonly recorded: RecordedStage;
  readonly downloads: Downloads;
  readonly person: PersonDesk;
  readonly imports: Imports;
  /** Told when a run of the person's takes the engine; set by who was lent it. */
  onTakeover: (() => void) | null = null;
  private readonly engine: EngineClient;
  private readonly ticker: RevisionTicker;
  private readonly liveSettings: LiveSettingsSender;
  private readonly objectiveMemory: ObjectiveMemory;
  private readonly preparation: Preparation;
  private readonly offs: (() => void)[] = [];
  private inspectedIndex = 0;

  /** @param saveFile hands a file to the person: the browser's download, or a test's pocket */
  constructor(
    engine: EngineClient,
    stores: Stores,
    reducedMotion: () => boolean,
    saveFile: SaveFile = () => undefined,
  ) {
    this.engine = engine;
    this.stores = stores;
    this.downloads = new Downloads(engine, stores, saveFile);
    this.person = new PersonDesk(engine, stores, {
      prepare: () => this.check(),
      saveText: (name, content) => this.downloads.text(name, content),
      train: (name, content) => this.trainOn(name, content),
    });
    this.imports = new Imports(engine, stores);
    this.ticker = new RevisionTicker(stores.revision, () =>
      reducedMotion() ? 1 : stores.preferences.getState().updatesPerSecond,
    );
    this.liveSettings = new LiveSettingsSender(engine, stores);
    this.objectiveMemory = new ObjectiveMemory(stores.experiment);
    this.preparation = new Preparation(stores);
    this.recorded = new RecordedStage(stores, (event) => this.receive(event), reducedMotion);
    this.offs.push(
      () => this.objectiveMemory.dispose(),
      engine.subscribe((event) => this.receive(event)),
      stores.experiment.subscribe((next) => this.liveSettings.offer(next.experiment)),
    );
  }

  /** First contact: what this machine can do, and what an earlier visit left behind. No GPU work. */
  begin(): void {
    this.engine.send({ type: 'diagnose', tune: true });
    this.engine.send({ type: 'listSnapshots' });
    this.person.begin();
  }

  play(): void {
    const { state, runId } = this.stores.run.getState();
    if (isActive(state)) return;
    if (isAlive(state) && runId !== null) this.engine.send({ type: 'start', runId });
    else this.prepare('run');
  }

  pause(): void {
    const { runId, state } = this.stores.run.getState();
    this.preparation.rest();
    if (runId !== null && isAlive(state)) this.engine.send({ type: 'pause', runId });
  }

  toggle(): void {
    if (isActive(this.stores.run.getState().state)) this.pause();
    else this.play();
  }

  step(): void {
    const { state, runId } = this.stores.run.getState();
    if (isAlive(state) && runId !== null) this.engine.send({ type: 'step', runId, count: 1 });
    else this.prepare('step');
  }

  /** Loads, compiles and measures without training: the preflight. */
  check(): void {
    if (!isAlive(this.stores.run.getState().state)) this.prepare('check');
  }

  rewind(steps = REWIND_STEPS): void {
    const { runId, step } = this.stores.run.getState();
    if (runId !== null) this.engine.send({ type: 'rewind', runId, toStep: Math.max(0, step - steps) });
  }

  /** The remedy for a diverging run. */
  rewindAtHalfRate(toStep: number): void {
    const { runId } = this.stores.run.getState();
    if (runId !== null) this.engine.send({ type: 'rewind', runId, toStep, learningRateFactor: 0.5 });
  }

  /** Back to step 0 with the experiment of the form, the same seed. A run that was going goes on anew. */
  reset(): void {
    if (isBlocked(this.stores.experiment.getState().experiment)) return;
    const { state, runId } = this.stores.run.getState();
    const wasActive = isActive(state);
    keepShownRun(this.stores);
    if (runId !== null) this.engine.send({ type: 'stop', runId });
    this.clear();
    if (wasActive) this.prepare('run');
  }

  newSeed(): void {
    const seed = Math.floor(Math.random() * SEED_RANGE);
    this.editExperiment((experiment) => withSetting(experiment, 'seed', seed));
    this.reset();
  }

  resume(snapshot: SnapshotSummary): void {
    // One of an earlier version lacks newer settings; their defaults mean what was.
    const experiment = { ...defaultExperiment(snapshot.experiment.loss), ...snapshot.experiment };
    this.stores.experiment.setState({ experiment, presetId: null, notes: [], readOnly: false });
    this.stores.machine.setState({ snapshots: [] });
    this.prepare('run', snapshot.runId);
  }

  /**
   * One objective of the race goes on as an ordinary run, from its newest snapshot; the others stay behind as earlier runs.
   *
   * @param runId the run's own, or a rival's
   */
  continueAlone(runId: string, maxSteps: number): void {
    const { run, experiment } = this.stores;
    const racer = racerExperiment(this.stores, runId);
    if (racer === null || isActive(run.getState().state)) return;
    keepShownRun(this.stores, runId);
    const alone = { ...racer, race: '', max_steps: maxSteps };
    experiment.setState({ experiment: alone, presetId: null, notes: [], readOnly: false });
    // What remains is the one that goes on: nothing more to keep.
    run.setState(EMPTY_RUN, true);
    this.prepare('run', runId);
  }

  forgetSnapshots(): void {
    for (const { runId } of this.stores.machine.getState().snapshots)
      this.engine.send({ type: 'deleteSnapshots', runId });
    this.stores.machine.setState({ snapshots: [] });
  }

  inspect(index: number): void {
    this.inspectedIndex = index;
    const { runId, state } = this.stores.run.getState();
    if (runId !== null && state !== 'preparing' && state !== 'failed')
      this.engine.send({ type: 'inspect', runId, index });
  }

  sample(prompt: string): void {
    const { runId } = this.stores.run.getState();
    if (runId !== null) this.engine.send({ type: 'sample', runId, prompt });
  }

  /** The run's checkpoints against each other; 'checkpoints' brings them. */
  compareCheckpoints(): void {
    const { runId } = this.stores.run.getState();
    if (runId !== null) this.engine.send({ type: 'compareCheckpoints', runId });
  }

  /** Rows made in the page take the place of whatever own rows the form asked for. */
  private trainOn(name: string, content: string): void {
    this.editExperiment((experiment) => ({ ...withSetting(experiment, 'data', 'own'), data_hash: '' }));
    this.imports.read(name, content);
  }

  /** Another objective; one's own comes back with the text it had. */
  chooseLoss(loss: string): void {
    this.editExperiment((experiment) => withLoss(experiment, loss, this.objectiveMemory.text));
  }

  editExperiment(change: (experiment: Experiment) => Experiment): void {
    this.stores.experiment.setState((state: ExperimentState) => ({ experiment: change(state.experiment) }));
  }

  /** A fresh worker, with whatever backend the person now prefers; then the same experiment again. */
  restart(): void {
    this.onTakeover?.();
    this.engine.restart();
    this.downloads.forget({ isGone: true });
    this.imports.forget();
    keepShownRun(this.stores);
    this.clear();
    this.begin();
  }

  /** The engine for runs that are not on screen: after `makeWay`, until `onTakeover` is called. */
  get lent(): Pick<EngineClient, 'send' | 'subscribe'> {
    return this.engine;
  }

  /** Ends the person's run, as Reset does: the engine has one at a time. A recording stays. */
  makeWay(): void {
    const { runId, shown } = this.stores.run.getState();
    keepShownRun(this.stores);
    if (runId !== null) this.engine.send({ type: 'stop', runId });
    if (runId !== null || shown === 'live') this.clear();
    else this.recorded.pause();
  }

  dismissProblem(): void {
    this.stores.run.setState({ problem: null });
  }

  dispose(): void {
    for (const off of this.offs) off();
    this.recorded.dispose();
    this.person.dispose();
    this.ticker.dispose();
    this.engine.dispose();
  }

  flush(): void {
    this.ticker.flush();
  }

  private prepare(intent: Intent, resumeFrom?: string): void {
    const { experiment, readOnly } = this.stores.experiment.getState();
    if (readOnly || isBlocked(experiment)) return;
    keepShownRun(this.stores);
    this.recorded.pause();
    this.inspectedIndex = 0;
    this.onTakeover?.();
    const command = this.preparation.begin(intent, resumeFrom);
    this.liveSettings.follow(command.experiment);
    this.touchNow();
    this.engine.send(command);
  }

  private receive(event: EngineEvent): void {
    if (applyMachineEvent(this.stores, event) || this.imports.receive(event) || this.downloads.receive(event)) return;
    this.person.receive(event);
    if (!applyRunEvent(this.stores, event)) return;
    if (event.type === 'rewound') this.liveSettings.accept(event.settings);
    if (event.type === 'settings') this.liveSettings.confirm(event.settings);
    if (event.type === 'state' && event.state === 'ready' && event.runId === this.stores.run.getState().runId) {
      const next = this.preparation.whenReady(event.runId);
      if (next !== null) this.engine.send(next);
    }
    if (event.type === 'evaluation' && event.runId !== RECORDED_RUN_ID) this.inspect(this.inspectedIndex);
    this.ticker.touch();
  }

  private clear(): void {
    this.recorded.pause();
    this.stores.series.clear();
    this.stores.run.setState(EMPTY_RUN, true);
    this.stores.rivals.setState([], true);
    this.stores.playback.setState({ state: 'none' });
    this.touchNow();
  }

  private touchNow(): void {
    this.ticker.touch();
    this.ticker.flush();
  }
}
