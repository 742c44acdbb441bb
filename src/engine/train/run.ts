import { EngineError } from '../errors.ts';
import { rivalRunId } from '../experiment/race.ts';
import type { EngineEvent, LiveSettings, RunId, RunState } from '../protocol.ts';
import type { DivergenceAlarm } from './divergence.ts';
import { RunQuestions } from './RunQuestions.ts';
import { Racer } from './racer.ts';
import type { RunEnvironment } from './runEnvironment.ts';
import type { Snapshot } from './snapshot.ts';
import { Turns } from './Turns.ts';
import { timeLeft } from './timeLeft.ts';
import { closeRace, type Workbench } from './workbench.ts';

/** Steps between snapshots; rewinding 50 steps always finds one near. */
const SNAPSHOT_STEPS = 25;
/** Milliseconds between batches of step records: four a second. */
const FLUSH_MS = 250;

/**
 * A run going on: the loop, its pauses, events and snapshots. Device work is serialised: commands that need the device
 * take their turn between two steps. In a race every objective takes step n before any takes step n + 1; the run's own
 * objective decides how it ends, a rival that diverges ends alone.
 */
export class Run {
  readonly id: RunId;
  readonly questions: RunQuestions;
  readonly #environment: RunEnvironment;
  readonly #own: Racer;
  readonly #racers: readonly Racer[];
  readonly #turns = new Turns();
  #state: RunState = 'ready';
  #lastFlush = 0;
  #stopAt: number | null = null;
  #loop: Promise<void> = Promise.resolve();

  /** @param benches the experiment's own and those of its rivals */
  constructor(id: RunId, [own, ...rivals]: readonly [Workbench, ...Workbench[]], environment: RunEnvironment) {
    this.id = id;
    this.#environment = environment;
    const { snapshots } = environment;
    const now = () => environment.now();
    const emit = (event: EngineEvent) => environment.emit(event);
    const emitRival = (event: EngineEvent) => emit({ type: 'rival', runId: id, event });
    this.#own = new Racer(id, own, { snapshots, now, emit });
    this.questions = new RunQuestions(this.#own, { snapshots, emit }, this.#turns);
    this.#racers = [
      this.#own,
      ...rivals.map((bench) => new Racer(rivalRunId(id, bench.method.id), bench, { snapshots, now, emit: emitRival })),
    ];
  }

  get state(): RunState {
    return this.#state;
  }

  get step(): number {
    return this.#own.step;
  }

  get bench(): Workbench {
    return this.#own.bench;
  }

  get benches(): readonly [Workbench, ...Workbench[]] {
    return [this.bench, ...this.#racers.slice(1).map(({ bench }) => bench)];
  }

  /** Trains until the end, a pause, or `steps` steps from here. */
  start(steps: number | null = null): void {
    if (this.#state === 'running' || this.#state === 'finished' || this.#state === 'stopped') return;
    this.#stopAt = steps === null ? null : this.#own.step + steps;
    this.#setState('running');
    this.#loop = this.#loop.then(() => this.#run());
  }

  /** Resolves once no step is under way. */
  async pause(): Promise<void> {
    if (this.#state === 'running') this.#setState('paused');
    await this.#loop;
    await this.#turns.rest();
  }

  async stop(): Promise<void> {
    await this.pause();
    if (this.#state !== 'finished') this.#setState('stopped');
  }

  async dispose(): Promise<void> {
    await closeRace(this.benches);
  }

  /** A rival's learning rate moves by the factor by which the own one did; hyperparameters are the own objective's. */
  set(settings: LiveSettings): void {
    this.#own.set(settings);
    if (settings.learning_rate === undefined) return;
    const factor = settings.learning_rate / this.bench.experiment.learning_rate;
    for (const rival of this.#racers.slice(1)) {
      rival.set({ learning_rate: rival.bench.experiment.learning_rate * factor });
    }
  }

  /** Evaluates all that are in the race. */
  async evaluate(racers: readonly Racer[] = this.#going): Promise<void> {
    for (const [index, racer] of racers.entries()) {
      await this.#turns.take(() =>
        racer.evaluate((done, total) =>
          this.#emit({
            type: 'progress',
            runId: this.id,
            phase: 'evaluate',
            done: index * total + done,
            total: racers.length * total,
            secondsLeft: null,
          }),
        ),
      );
    }
  }

  /** Back to the newest snapshot at or before `toStep`; pauses. @throws EngineError SNAPSHOT_MISSING */
  async rewind(toStep: number, learningRateFactor = 1): Promise<void> {
    await this.pause();
    const { snapshots } = this.#environment;
    const snapshot = await snapshots.latest(this.id, Math.max(0, toStep));
    if (snapshot === null) throw new EngineError('SNAPSHOT_MISSING', { step: toStep });
    for (const { id } of this.#racers) await snapshots.remove(id, snapshot.step);
    await this.restore(snapshot);
    for (const racer of this.#racers) {
      racer.set({ learning_rate: racer.trainer.settings.learning_rate * learningRateFactor });
    }
    this.#setState('paused');
  }

  /**
   * Takes over the state of a snapshot, and every rival's at that step. A rival whose own ends earlier takes the missing
   * steps first: they come out as they did, and so does a divergence.
   */
  async restore(snapshot: Snapshot): Promise<void> {
    this.#own.restore(snapshot);
    for (const rival of this.#racers.slice(1)) {
      const found = await this.#environment.snapshots.latest(rival.id, snapshot.step);
      if (found !== null) rival.restore(found);
      else if (rival.step > 0) rival.leave(new EngineError('SNAPSHOT_MISSING', { step: snapshot.step }));
    }
  }

  /** Sends the whole history: after a reload the page has none. */
  replayHistory(): void {
    for (const racer of this.#racers) racer.replayHistory();
  }

  async exportWeights(): Promise<Float32Array> {
    return this.#turns.take(() => this.bench.policy.download('parameters'));
  }

  /** The state to go on from on a fresh device; null where nothing was saved. */
  lastSnapshot(): Promise<Snapshot | null> {
    return this.#environment.snapshots.latest(this.id);
  }

  get #going(): readonly Racer[] {
    return this.#racers.filter(({ isOut }) => !isOut);
  }

  /** Steps that all who are in the race have done. */
  get #done(): number {
    return Math.min(...this.#going.map(({ step }) => step));
  }

  async #run(): Promise<void> {
    const estimate = timeLeft(this.#environment.now);
    const { max_steps, eval_steps } = this.bench.experiment;
    try {
      const fresh = this.#going.filter(({ isFresh }) => isFresh);
      await this.evaluate(fresh);
      await this.#saveSnapshots(fresh);
      while (this.#state === 'running' && this.#done < max_steps && this.#done !== this.#stopAt) {
        const step = this.#done + 1;
        const stepping = this.#going.filter((racer) => racer.step < step);
        for (const racer of stepping) {
          const alarm = await this.#turns.take(() => racer.train());
          if (alarm && racer === this.#own) return this.#fail(alarm);
          if (alarm) racer.leave(alarm);
        }
        const stepped = stepping.filter(({ isOut }) => !isOut);
        const secondsLeft = estimate.tick(max_steps - step);
        if (this.#environment.now() - this.#lastFlush >= FLUSH_MS) this.#flush(secondsLeft);
        if (step % eval_steps === 0 || step === max_steps) {
          this.#flush(secondsLeft);
          await this.evaluate(stepped);
        }
        if (step % SNAPSHOT_STEPS === 0 || step === max_steps) await this.#saveSnapshots(stepped);
        await this.#environment.breathe();
      }
      this.#flush(null);
      if (this.#done >= max_steps) this.#setState('finished');
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
    this.#turns.forget();
    this.#setState(state);
  }

  async #saveSnapshots(racers: readonly Racer[]): Promise<void> {
    for (const racer of racers) await this.#turns.take(() => racer.save());
  }

  async #fail({ code, data }: DivergenceAlarm): Promise<void> {
    this.#flush(null);
    this.#setState('failed');
    const snapshot = await this.#environment.snapshots.latest(this.id, Math.max(0, this.#own.step - 50));
    this.#emit({ type: 'error', runId: this.id, code, data, rewindTo: snapshot?.step ?? null });
  }

  #flush(secondsLeft: number | null): void {
    this.#lastFlush = this.#environment.now();
    for (const racer of this.#racers) racer.flush();
    this.#emit({
      type: 'progress',
      runId: this.id,
      phase: 'train',
      done: this.#own.step,
      total: this.bench.experiment.max_steps,
      secondsLeft,
    });
  }

  /** Rivals rest with the run that failed; of one that diverged this was said. */
  #setState(state: RunState): void {
    this.#state = state;
    this.#own.say(state);
    for (const rival of this.#going.slice(1)) rival.say(state === 'failed' ? 'paused' : state);
  }

  #emit(event: EngineEvent): void {
    this.#environment.emit(event);
  }
}
