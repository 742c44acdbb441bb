import type { KernelContract } from '../plan/contract.ts';

/** Launched by `PlanBuilder.optimizer`; overwrites all four flat buffers. */
export const adamWContract: KernelContract = {
  kernel: 'adamW',
  attributes: { decayLength: 'decayLength' },
  shapes: () => ({
    inputs: { parameters: 'P', gradients: 'P', exp_avg: 'P', exp_avg_sq: 'P', norm: '1', hyper: '8' },
    outputs: { parameters: 'P', gradients: 'P', exp_avg: 'P', exp_avg_sq: 'P' },
  }),
  inPlace: { 0: 0, 1: 1, 2: 2, 3: 3 },
};

/** Settings of one update. Values a method of training chooses; see `hyper` in `plan/types.ts`. */
export interface AdamWSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Counts from 1. */
  readonly step: number;
  /** 0: no clipping. */
  readonly maxGradNorm: number;
  /** 1 / accumulation steps. */
  readonly gradientScale: number;
}

/** The 8 numbers of the plan's input 'hyper'. */
export function hyperValues(settings: AdamWSettings): Float32Array {
  const { learningRate, beta1, beta2, eps, weightDecay, step, maxGradNorm, gradientScale } = settings;
  return Float32Array.of(learningRate, beta1, beta2, eps, weightDecay, step, maxGradNorm, gradientScale);
}
