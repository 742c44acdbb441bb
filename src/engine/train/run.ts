import { EngineError, type EngineErrorCode, type ErrorData } from '../errors.ts';
import type { EngineEvent, Evaluation, LiveSettings, PairScores, RunId, RunState, StepRecord } from '../protocol.ts';
import { answerPrompts } from './answers.ts';
import { divergenceWatch } from './divergence.ts';
import { inspectPair } from './inspectPair.ts';
import type { Snapshot, SnapshotStore } from './snapshot.ts';
import { timeLeft } from './timeLeft.ts';
import { Trainer } from './trainer.ts';
import type { Workbench } from './workbench.ts';

/** Steps between snapshots; rewinding 50 steps always finds one near. */
const SNAPSHOT_STEPS = 25;
/** Milliseconds between batches of step records: four a second. */
const FLUSH_MS = 250;

export interface RunEnvironment {
  emit(event: EngineEvent): void;
  readonly snapshots: SnapshotStore;
  /** Milliseconds since the epoch: for pacing and stamps, never for numbers. */
  now(): number;
  /** Lets waiting commands in. Never an animation frame: those stop in a hidden tab. */
  breathe(): Promise<void>;
}

/**
 * A run going on: the loop, its pauses, events and snapshots. Device work is serialised: commands that need the device
 * take their turn between two steps.
 */
export class Run {
  readonly id: RunId;
  readonly #environment: RunEnvironment;
  #trainer: Trainer;
  #state: RunState = 'ready';
  #records: StepRecord[] = [];
  #evaluations: Evaluation[] = [];
  #unsent: StepRecord[] = [];
  #pairs: PairScores | null = null;
  #lastFlush = 0;
  #stopAt: number | null = null;
  #watch: ReturnType<typeof divergenceWatch>;
  #loop: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(id: RunId, bench: Workbench, environment: RunEnvironment) {
    this.id = id;
    this.#environment = environment;
    this.#trainer = new Trainer(bench);
    this.#watch = divergenceWatch(bench.model.config.vocabularySize);
  }

  get state(): RunState {
    return this.#state;
  }

  get step(): number {
    return this.#trainer.step;
  }

  get bench(): Workbench {
    return this.#trainer.bench;
  }

  /** Trains until the end, a pause, or `steps` steps from here. */
  start(steps: number | null = null): void {
    if (this.#state === 'running' || this.#state === 'finished' || this.#state === 'stopped') return;
    this.#stopAt = steps === null ? null : this.#trainer.step + steps;
    this.#setState('running');
    this.#loop = this.#loop.then(() => this.#run());
  }

  /** Resolves once no step is under way. */
  async pause(): Promise<void> {
    if (this.#state === 'running') this.#setState('paused');
    await this.#loop;
    await this.#turn.catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.pause();
    if (this.#state !== 'finished') this.#setState('stopped');
  }

  set(settings: LiveSettings): void {
    this.#trainer.set(settings);
    this.#emit({ type: 'settings', runId: this.id, settings: this.#trainer.settings });
  }

  async inspect(index: number): Promise<void> {
    const inspection = await this.#exclusively(() =>
      inspectPair(this.bench, index, this.#trainer.step, this.#trainer.objective),
    );
    this.#emit({ type: 'inspection', runId: this.id, inspection });
  }

  async sample(prompt: string): Promise<void> {
    const text = prompt.endsWith('\n') ? prompt : `${prompt}\n`;
    const step = this.#trainer.step;
    const [policy, reference] = await this.#exclusively(async () => [
      (await answerPrompts(this.bench, this.bench.policy, [text], `sampling/asked/${step}`))[0],
      (await answerPrompts(this.bench, this.bench.reference, [text], 'sampling/asked/reference'))[0],
    ]);
    this.#emit({
      type: 'sampled',
      runId: this.id,
      step,
      sample: {
        prompt: text,
        policy: policy?.text ?? '',
        reference: reference?.text ?? '',
        policyTokens: policy?.ids.length ?? 0,
        referenceTokens: reference?.ids.length ?? 0,
        judged: null,
        goldJudged: null,
      },
    });
  }

  async evaluate(): Promise<void> {
    const evaluation = await this.#exclusively(() =>
      this.#trainer.evaluate((done, total) =>
        this.#emit({ type: 'progress', runId: this.id, phase: 'evaluate', done, total, secondsLeft: null }),
      ),
    );
    this.#evaluations = [...this.#evaluations.filter(({ step }) => step !== evaluation.step), evaluation];
    this.#emit({ type: 'evaluation', runId: this.id, evaluation });
  }

  /** Back to the newest snapshot at or before `toStep`; pauses. @throws EngineError SNAPSHOT_MISSING */
  async rewind(toStep: number, learningRateFactor = 1): Promise<void> {
    await this.pause();
    const snapshot = await this.#environment.snapshots.latest(this.id, Math.max(0, toStep));
    if (snapshot === null) throw new EngineError('SNAPSHOT_MISSING', { step: toStep });
    await this.#environment.snapshots.remove(this.id, snapshot.step);
    this.restore(snapshot);
    this.set({ learning_rate: this.#trainer.settings.learning_rate * learningRateFactor });
    this.#setState('paused');
  }

  /** Takes over a snapshot's weights, moments, cursor, settings and history. */
  restore(snapshot: Snapshot): void {
    this.#trainer.restore(snapshot);
    this.#records = snapshot.records.filter(({ step }) => step <= snapshot.step);
    this.#evaluations = snapshot.evaluations.filter(({ step }) => step <= snapshot.step);
    this.#unsent = [];
    this.#watch = divergenceWatch(this.bench.model.config.vocabularySize);
    this.#emit({ type: 'rewound', runId: this.id, step: snapshot.step, settings: this.#trainer.settings });
  }

  /** Sends the whole history: after a reload the page has none. */
  replayHistory(): void {
    this.#emit({ type: 'steps', runId: this.id, records: [...this.#records] });
    for (const evaluation of this.#evaluations) this.#emit({ type: 'evaluation', runId: this.id, evaluation });
  }

  async exportWeights(): Promise<Float32Array> {
    return this.#exclusively(() => this.bench.policy.download('parameters'));
  }

  /** The state to go on from on a fresh device; null where nothing was saved. */
  lastSnapshot(): Promise<Snapshot | null> {
    return this.#environment.snapshots.latest(this.id);
  }

  async #run(): Promise<void> {
    const estimate = timeLeft(this.#environment.now);
    const { max_steps, eval_steps } = this.bench.experiment;
    try {
      if (this.#trainer.step === 0 && this.#evaluations.length === 0) {
        await this.evaluate();
        await this.#saveSnapshot();
      }
      while (this.#state === 'running' && this.#trainer.step < max_steps && this.#trainer.step !== this.#stopAt) {
        const { record, chosenLogpPerToken, pairs } = await this.#exclusively(() => this.#trainer.train());
        this.#records.push(record);
        this.#unsent.push(record);
        this.#pairs = pairs;
        const alarm = this.#watch(record.step, record.values, chosenLogpPerToken);
        if (alarm) return this.#fail(alarm.code, { ...alarm.data, loss: this.bench.method.id });
        const secondsLeft = estimate.tick(max_steps - record.step);
        if (this.#environment.now() - this.#lastFlush >= FLUSH_MS) this.#flush(secondsLeft);
        if (record.step % eval_steps === 0 || record.step === max_steps) {
          this.#flush(secondsLeft);
          await this.evaluate();
        }
        if (record.step % SNAPSHOT_STEPS === 0 || record.step === max_steps) await this.#saveSnapshot();
        await this.#environment.breathe();
      }
      this.#flush(null);
      if (this.#trainer.step >= max_steps) this.#setState('finished');
      else if (this.#state === 'running') this.#setState('paused');
    } catch (failure) {
      this.#flush(null);
      if (this.#state === 'running') this.#state = 'failed'; // The session says why, and whether it goes on.
      throw failure;
    }
  }

  /** Settles when the loop ends; rejects with what ended it. */
  get done(): Promise<void> {
    return this.#loop;
  }

  /** After a failure was handled, so that `start` may go on. */
  clearFailure(state: 'paused' | 'failed'): void {
    this.#loop = Promise.resolve();
    this.#turn = Promise.resolve();
    this.#setState(state);
  }

  async #saveSnapshot(): Promise<void> {
    const step = this.#trainer.step;
    try {
      const snapshot = await this.#exclusively(() =>
        this.#trainer.capture(this.id, this.#environment.now(), this.#records, this.#evaluations),
      );
      await this.#environment.snapshots.save(snapshot);
      this.#emit({ type: 'snapshot', runId: this.id, step, saved: true, problem: null });
    } catch (failure) {
      if (!(failure instanceof EngineError) || failure.code !== 'STORAGE_FULL') throw failure;
      this.#emit({ type: 'snapshot', runId: this.id, step, saved: false, problem: failure.code });
    }
  }

  async #fail(code: EngineErrorCode, data: ErrorData): Promise<void> {
    this.#flush(null);
    this.#setState('failed');
    const snapshot = await this.#environment.snapshots.latest(this.id, Math.max(0, this.#trainer.step - 50));
    this.#emit({ type: 'error', runId: this.id, code, data, rewindTo: snapshot?.step ?? null });
  }

  #flush(secondsLeft: number | null): void {
    this.#lastFlush = this.#environment.now();
    if (this.#unsent.length > 0) {
      this.#emit({ type: 'steps', runId: this.id, records: this.#unsent, pairs: this.#pairs });
    }
    this.#unsent = [];
    this.#emit({
      type: 'progress',
      runId: this.id,
      phase: 'train',
      done: this.#trainer.step,
      total: this.bench.experiment.max_steps,
      secondsLeft,
    });
  }

  #setState(state: RunState): void {
    this.#state = state;
    this.#emit({ type: 'state', runId: this.id, state, step: this.#trainer.step });
  }

  #emit(event: EngineEvent): void {
    this.#environment.emit(event);
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
