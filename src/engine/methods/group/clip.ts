import type { Expression, MathInterface } from '../../math/types.ts';
import type { Hyperparameters, ScoredSide } from '../types.ts';
import type { Ratio } from './ratio.ts';

/** A surrogate on the axis of its ratio, and what TRL logs of it. */
interface Surrogate {
  /** What is minimised. */
  readonly terms: Expression;
  readonly metrics: Readonly<Record<string, Expression>>;
}

/**
 * −min(ρ A, clip(ρ, 1 − ε_low, 1 + ε_high) A), as in PPO: no gain from moving further than the bounds. `delta` > 0 caps ρ in
 * the first branch, so that a bad answer's loss is bounded too (two-sided clipping).
 */
export function clipped(m: MathInterface, side: ScoredSide, ratio: Ratio, hyper: Hyperparameters): Surrogate {
  const [low, high] = [1 - (hyper.epsilon_low as number), 1 + (hyper.epsilon_high as number)];
  const { values, advantages } = ratio;
  const within = m.minimum(m.maximum(values, low), high);
  const { delta = 0 } = hyper;
  const capped = delta > 0 ? m.minimum(values, delta) : values;
  return {
    terms: m.neg(m.minimum(m.mul(capped, advantages), m.mul(within, advantages))),
    metrics: clipMetrics(m, side, ratio, m.sub(low, capped), m.sub(capped, high)),
  };
}

/**
 * Shares of tokens (or sequences) that are cut: too unlikely already for a bad answer, too likely for a good one. `_min` and
 * `_max` are over sequences with tokens.
 *
 * @param below positive where the ratio is below its bounds
 * @param above positive where it is above
 */
export function clipMetrics(
  m: MathInterface,
  { lengths }: ScoredSide,
  { advantages, rowMeans }: Ratio,
  below: Expression,
  above: Expression,
): Readonly<Record<string, Expression>> {
  const low = both(m, below, m.neg(advantages));
  const high = both(m, above, advantages);
  // Shares are 0 to 1: 1 never is the smallest, 0 never the largest, of others.
  const lowOfRows = m.select(lengths, rowMeans(low), 1);
  const highOfRows = m.select(lengths, rowMeans(high), 0);
  return {
    'clip_ratio/low_mean': m.mean(low),
    'clip_ratio/low_min': m.neg(m.max(m.neg(lowOfRows))),
    'clip_ratio/high_mean': m.mean(high),
    'clip_ratio/high_max': m.max(highOfRows),
    'clip_ratio/region_mean': m.mean(m.add(low, high)),
  };
}

/** 1 where both are positive, else 0. */
export function both(m: MathInterface, a: Expression, b: Expression): Expression {
  return m.select(a, m.select(b, 1, 0), 0);
}
