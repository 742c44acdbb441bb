import type { Backend, Executor, ParameterStore, Plan } from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';
import { buildDecodePlan, buildScoringPlan, type DecodeShape, type ScoringShape } from './decoder.ts';
import { buildRewardPlan, type RewardShape } from './rewardPlan.ts';

export type CompileProgress = (done: number, total: number) => void;

/**
 * The executors of one model on one backend, by store and shape: made when first asked for, kept, disposed together.
 * Owns executors only; stores belong to whoever made them, and must outlive their executors.
 */
export class PlanCache {
  readonly backend: Backend;
  readonly config: DecoderConfig;
  readonly #executors = new Map<ParameterStore, Map<string, Promise<Executor>>>();
  #disposed = false;

  constructor(backend: Backend, config: DecoderConfig) {
    this.backend = backend;
    this.config = config;
  }

  /** @throws KernelError as `Backend.prepare` */
  scoring(store: ParameterStore, shape: ScoringShape, onProgress?: CompileProgress): Promise<Executor> {
    const { kl = false, collision = false, hidden = false } = shape.statistics ?? {};
    const key = `score ${shape.rows} ${shape.train} ${shape.logits === true} ${kl} ${collision} ${hidden}`;
    return this.#executor(store, key, () => buildScoringPlan(this.config, shape), onProgress);
  }

  /** Of a store laid out by `rewardLayout`. */
  reward(store: ParameterStore, shape: RewardShape): Promise<Executor> {
    return this.#executor(store, `reward ${shape.rows} ${shape.train}`, () => buildRewardPlan(this.config, shape));
  }

  /** Its caches are shared by all who ask for this store and shape: one sampling call at a time. */
  decoding(store: ParameterStore, shape: DecodeShape, onProgress?: CompileProgress): Promise<Executor> {
    const key = `decode ${shape.rows}×${shape.capacity}, ${shape.promptRows} → ${shape.answerTokens}`;
    return this.#executor(store, key, () => buildDecodePlan(this.config, shape), onProgress);
  }

  /** Disposes the executors of one store. */
  async release(store: ParameterStore): Promise<void> {
    const executors = this.#executors.get(store);
    this.#executors.delete(store);
    for (const executor of executors?.values() ?? []) await executor.then((ready) => ready.dispose(), ignoreFailure);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const store of [...this.#executors.keys()]) await this.release(store);
  }

  #executor(store: ParameterStore, key: string, build: () => Plan, onProgress?: CompileProgress): Promise<Executor> {
    if (this.#disposed) throw new Error('this PlanCache is disposed');
    const ofStore = this.#executors.get(store) ?? new Map<string, Promise<Executor>>();
    this.#executors.set(store, ofStore);
    const known = ofStore.get(key);
    if (known !== undefined) return known;
    const made = this.backend.prepare(build(), store, onProgress);
    ofStore.set(key, made);
    // A failed build (out of memory, a lost device) must not be remembered: the next try may succeed.
    made.catch(() => ofStore.delete(key));
    return made;
  }
}

/** The caller of `scoring` or `decoding` already got the error. */
function ignoreFailure(): void {}
