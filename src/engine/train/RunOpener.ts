import type { Backend } from '../../kernels/index.ts';
import type { PreferenceSet } from '../data/preferenceSet.ts';
import type { Experiment } from '../experiment/schema.ts';
import { describeFailure } from '../failures.ts';
import type { LoadedModel } from '../model/loadModel.ts';
import type { EngineCommand, RunId, RunPhase } from '../protocol.ts';
import { warmUp } from './preflight.ts';
import { RewardModels } from './RewardModels.ts';
import { ReferenceLogps } from './referenceLogps.ts';
import { Run } from './run.ts';
import type { RunEnvironment } from './runEnvironment.ts';
import type { Snapshot } from './snapshot.ts';
import { closeRace, openRace, type Workbench } from './workbench.ts';

export type PrepareCommand = Extract<EngineCommand, { type: 'prepare' }>;

/** What a run is opened from, and opened again from after its device was lost. */
export interface RunParts {
  readonly command: PrepareCommand;
  readonly model: LoadedModel;
  readonly set: PreferenceSet;
}

/** A preparation in whose middle another one began. */
export class Overtaken extends Error {}

/** Makes runs that are ready to start. What was worked out for one, reference log-probs and reward models, serves the next. */
export class RunOpener {
  readonly #environment: RunEnvironment;
  readonly #references = new ReferenceLogps();
  readonly #rewardModels = new RewardModels();
  #chunkLimit = Number.POSITIVE_INFINITY;

  constructor(environment: RunEnvironment) {
    this.#environment = environment;
  }

  /**
   * With fewer sequences at once where memory does not allow the whole batch: slower, and the same numbers.
   *
   * @param from a snapshot to go on from; null: step 0
   * @param adopt is handed the run before it takes the snapshot over
   * @param isOvertaken whether another preparation began: then this one ends where it can
   * @throws Overtaken; else as `openRace`
   */
  async open(
    { command: { runId, experiment }, model, set }: RunParts,
    backend: Backend,
    from: Snapshot | null,
    adopt: (run: Run) => void,
    isOvertaken: () => boolean,
  ): Promise<Run> {
    const [references, rewardModels] = [this.#references, this.#rewardModels];
    for (;;) {
      const chunkLimit = this.#chunkLimit;
      const benches = await openRace({ experiment, model, backend, set, references, chunkLimit, rewardModels });
      try {
        for (const [i, bench] of benches.entries()) {
          await warmUp(bench, (done, total) =>
            this.#progress(runId, 'compile', done + i * total, total * benches.length),
          );
        }
        await this.#prepareJudges(runId, benches, isOvertaken);
        const run = new Run(runId, benches, this.#environment);
        adopt(run);
        if (from) await run.restore(from);
        return run;
      } catch (failure) {
        await closeRace(benches);
        if (describeFailure(failure).code !== 'OUT_OF_MEMORY' || !this.halveChunks(experiment)) throw failure;
      }
    }
  }

  /** For what is opened next: false when a batch cannot be cut any further. */
  halveChunks({ per_device_train_batch_size }: Experiment): boolean {
    const current = Math.min(this.#chunkLimit, per_device_train_batch_size);
    this.#chunkLimit = Math.ceil(current / 2);
    return this.#chunkLimit < current;
  }

  /** Another experiment may need less memory: whole batches again. */
  forgetChunks(): void {
    this.#chunkLimit = Number.POSITIVE_INFINITY;
  }

  /** Before the run: a judge that must be trained is, and one that cannot judge these rows is refused. */
  async #prepareJudges(
    runId: RunId,
    [own, ...rivals]: readonly Workbench[],
    isOvertaken: () => boolean,
  ): Promise<void> {
    const judges = await own?.judges.ready(async (done, total) => {
      this.#progress(runId, 'judge', done, total);
      await this.#environment.breathe();
      if (isOvertaken()) throw new Overtaken();
    });
    for (const rival of rivals) await rival.judges.ready();
    const report = judges?.rewardModel ?? null;
    if (report !== null) this.#environment.emit({ type: 'rewardModel', runId, report });
  }

  #progress(runId: RunId, phase: RunPhase, done: number, total: number): void {
    this.#environment.emit({ type: 'progress', runId, phase, done, total, secondsLeft: null });
  }
}
