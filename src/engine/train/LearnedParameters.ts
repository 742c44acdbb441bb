import { initialParameters } from '../methods/initialParameters.ts';
import type { Hyperparameters, MethodDefinition } from '../methods/types.ts';
import { type AdamWState, adamWStep, createAdamWState } from './optimizer.ts';

/** A vector with the moments of its optimiser. */
interface LearnedVector {
  readonly values: Float64Array;
  readonly optimizer: AdamWState;
}

/** By name; plain data, as snapshots hold it. */
export type StoredParameters = Readonly<Record<string, LearnedVector>>;

export interface ParameterStep {
  readonly hyper: Hyperparameters;
  /** The policy's. */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}

/**
 * What an objective learns beside the policy (`MethodDefinition.parameters`), in float64 on the host: a few hundred numbers, moved by
 * an AdamW of their own. Nothing, for most methods.
 */
export class LearnedParameters {
  readonly #method: MethodDefinition;
  readonly #channels: number;
  #vectors: StoredParameters;

  /** @param channels of the reference's hidden states */
  constructor(method: MethodDefinition, channels: number) {
    this.#method = method;
    this.#channels = channels;
    this.#vectors = this.#initial();
  }

  get values(): Readonly<Record<string, Float64Array>> {
    return Object.fromEntries(Object.entries(this.#vectors).map(([name, { values }]) => [name, values]));
  }

  /**
   * One AdamW step along the mean of the micro-batches' gradients. Vectors that none of them read stay as they are.
   *
   * @param gradients of each micro-batch
   */
  update(gradients: readonly Readonly<Record<string, Float64Array>>[], step: ParameterStep): void {
    const { parameters } = this.#method;
    if (parameters === undefined) return;
    const factor = step.hyper[parameters.learningRateFactor];
    if (factor === undefined) throw new RangeError(`no ${parameters.learningRateFactor} among the hyperparameters`);
    for (const [name, { values, optimizer }] of Object.entries(this.#vectors)) {
      const found = gradients.flatMap((batch) => batch[name] ?? []);
      if (found.length === 0) continue;
      const mean = values.map(
        (_, i) => found.reduce((sum, gradient) => sum + (gradient[i] ?? 0), 0) / gradients.length,
      );
      const weightDecay = parameters.vectors[name]?.weightDecay ?? 0;
      adamWStep(values, mean, optimizer, step.learningRate * factor, { ...step, weightDecay });
    }
  }

  /** A copy for a snapshot. */
  store(): StoredParameters {
    return structuredClone(this.#vectors);
  }

  /** @param stored left out by snapshots from before the method learned anything: it begins anew */
  restore(stored: StoredParameters | undefined): void {
    this.#vectors = { ...this.#initial(), ...structuredClone(stored) };
  }

  #initial(): StoredParameters {
    return Object.fromEntries(
      Object.entries(initialParameters(this.#method, this.#channels)).map(([name, values]) => [
        name,
        { values, optimizer: createAdamWState(values.length) },
      ]),
    );
  }
}
