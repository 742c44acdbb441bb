import type { RandomStream } from '../train/rng.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { fitLogistic } from './fitLogistic.ts';
import { designMatrix, type LengthControlOptions, type LengthControlRows, lengthTermsOf } from './lengthControl.ts';
import type { Interval } from './winRate.ts';

type FittedOptions = LengthControlOptions & { readonly inverseStrength?: number };

/**
 * Bootstrap interval of the length-controlled win rate: prompts are drawn anew, the model is fitted to each draw, regulariser and
 * penalties as they are. Lengths keep the scale of all rows, and an L1 strength is given, not chosen again. null without rows.
 */
export function lengthControlledInterval(
  rows: LengthControlRows,
  { inverseStrength, regularizer, prior }: FittedOptions,
  random: RandomStream,
  resamples = 1000,
): Interval | null {
  const n = rows.preferences.length;
  const all = designMatrix(rows, lengthTermsOf(rows), regularizer);
  const extra = all.labels.length - n;
  const penalty = {
    l1: inverseStrength === undefined ? 0 : 1 / inverseStrength,
    lambda: [prior?.lambda ?? 0, 0, 0],
    mu: [prior?.mu ?? 0, 0, 0],
  };
  const start = fitLogistic(all, penalty).coefficients;
  const rate = (drawn: Int32Array) => {
    // How often a row was drawn is its weight.
    const weights = all.weights.slice();
    weights.fill(0, extra);
    for (const row of drawn) weights[extra + row] = (weights[extra + row] as number) + 1;
    const { coefficients } = fitLogistic({ ...all, weights }, penalty, start);
    const bias = coefficients[coefficients.length - 1] as number;
    const slope = rows.difficulties === undefined ? 0 : (coefficients[1] as number);
    let total = 0;
    for (const row of drawn) total += 1 / (1 + Math.exp(-bias - slope * (rows.difficulties?.[row] ?? 0)));
    return total / n;
  };
  return bootstrapInterval(n, rate, random, resamples);
}
