import { EngineError } from '../errors.ts';
import type { Evaluation, LiveSettings, PairScores, RunId, RunState, StepRecord } from '../protocol.ts';
import { type DivergenceAlarm, divergenceWatch } from './divergence.ts';
import type { RunEnvironment } from './runEnvironment.ts';
import type { Snapshot } from './snapshot.ts';
import { Trainer } from './trainer.ts';
import type { Workbench } from './workbench.ts';

/**
 * One objective of a run: its numbers, what it has reported, its snapshots under its own id. A run without a race is a race
 * of one. Which racer steps when is the run's business (`run.ts`).
 */
export class Racer {
  readonly id: RunId;
  readonly trainer: Trainer;
  readonly #environment: Pick<RunEnvironment, 'emit' | 'snapshots' | 'now'>;
  #records: StepRecord[] = [];
  #evaluations: Evaluation[] = [];
  #unsent: StepRecord[] = [];
  #pairs: PairScores | null = null;
  #watch: ReturnType<typeof divergenceWatch>;
  /** The chosen answers' log-prob a token at step 1: what the watch judges later steps by. */
  #began: number | undefined;
  #isOut = false;

  /** @param environment whose `emit` may mark the events as those of a rival */
  constructor(id: RunId, bench: Workbench, environment: Pick<RunEnvironment, 'emit' | 'snapshots' | 'now'>) {
    this.id = id;
    this.trainer = new Trainer(bench);
    this.#environment = environment;
    this.#watch = divergenceWatch(bench.model.config.vocabularySize);
  }

  get bench(): Workbench {
    return this.trainer.bench;
  }

  get step(): number {
    return this.trainer.step;
  }

  /** Whether it diverged: it takes no more steps until it is restored. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** Whether nothing has been said of it yet, not even where it starts from. */
  get isFresh(): boolean {
    return this.trainer.step === 0 && this.#evaluations.length === 0;
  }

  /** One step; the alarm where it was one from which there is no coming back. */
  async train(): Promise<DivergenceAlarm | null> {
    const { record, chosenLogpPerToken, pairs } = await this.trainer.train();
    this.#records.push(record);
    this.#unsent.push(record);
    this.#pairs = pairs;
    if (record.step === 1) this.#began = chosenLogpPerToken;
    const alarm = this.#watch(record.step, record.values, chosenLogpPerToken);
    return alarm && { ...alarm, data: { ...alarm.data, loss: this.bench.method.id } };
  }

  /** @param onProgress of the evaluation's parts */
  async evaluate(onProgress: (done: number, total: number) => void): Promise<void> {
    const evaluation = await this.trainer.evaluate(onProgress);
    this.#evaluations = [...this.#evaluations.filter(({ step }) => step !== evaluation.step), evaluation];
    this.#environment.emit({ type: 'evaluation', runId: this.id, evaluation });
  }

  set(settings: LiveSettings): void {
    this.trainer.set(settings);
    this.#environment.emit({ type: 'settings', runId: this.id, settings: this.trainer.settings });
  }

  /** A full disk is said, and costs only the resume after a reload. */
  async save(): Promise<void> {
    const { step } = this;
    const { snapshots, emit } = this.#environment;
    try {
      const now = this.#environment.now();
      const captured = await this.trainer.capture(this.id, now, this.#records, this.#evaluations);
      await snapshots.save(this.#began === undefined ? captured : { ...captured, began: this.#began });
      emit({ type: 'snapshot', runId: this.id, step, saved: true, problem: null });
    } catch (failure) {
      if (!(failure instanceof EngineError) || failure.code !== 'STORAGE_FULL') throw failure;
      emit({ type: 'snapshot', runId: this.id, step, saved: false, problem: failure.code });
    }
  }

  /** Takes over a snapshot's weights, moments, cursor, settings and history. */
  restore(snapshot: Snapshot): void {
    this.trainer.restore(snapshot);
    this.#records = snapshot.records.filter(({ step }) => step <= snapshot.step);
    this.#evaluations = snapshot.evaluations.filter(({ step }) => step <= snapshot.step);
    this.#unsent = [];
    this.#isOut = false;
    this.#began = snapshot.began;
    this.#watch = divergenceWatch(this.bench.model.config.vocabularySize, this.#began);
    this.#environment.emit({
      type: 'rewound',
      runId: this.id,
      step: snapshot.step,
      settings: this.trainer.settings,
    });
  }

  /** Sends the whole history: after a reload the page has none. */
  replayHistory(): void {
    const { emit } = this.#environment;
    emit({ type: 'steps', runId: this.id, records: [...this.#records] });
    for (const evaluation of this.#evaluations) emit({ type: 'evaluation', runId: this.id, evaluation });
  }

  /** Ends here with its curves; the others go on. */
  leave({ code, data }: DivergenceAlarm): void {
    this.flush();
    this.#isOut = true;
    this.say('failed');
    this.#environment.emit({ type: 'error', runId: this.id, code, data, rewindTo: null });
  }

  /** Sends the steps that have not been sent. */
  flush(): void {
    if (this.#unsent.length > 0) {
      this.#environment.emit({ type: 'steps', runId: this.id, records: this.#unsent, pairs: this.#pairs });
    }
    this.#unsent = [];
  }

  say(state: RunState): void {
    this.#environment.emit({ type: 'state', runId: this.id, state, step: this.step });
  }
}
