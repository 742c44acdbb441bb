import type { BenchShape } from './shape.ts';

export interface StepFlops {
  /** Linear layers and the head: forward, and both products of the backward pass. */
  readonly projections: number;
  /** Scores and mixing, at and below the diagonal alone: two products forward, four backward; nothing recomputed. */
  readonly attention: number;
  readonly total: number;
}

/** Floating-point operations of a training step's matrix products, a multiply-add as two. Each is counted once. */
export function stepFlops(shape: BenchShape): StepFlops {
  const { layers, channels: C, width: F, context: T, vocabulary: V, sequences: N } = shape;
  const weights = layers * (4 * C * C + 3 * C * F) + V * C;
  const projections = 3 * 2 * N * T * weights;
  const visible = (T * (T + 1)) / 2;
  const attention = layers * N * 6 * 2 * visible * C;
  return { projections, attention, total: projections + attention };
}
