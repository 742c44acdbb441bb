import { definedMetrics } from '../metrics/aggregate.ts';
import { type LengthControlWarning, lengthControlledWinRate } from '../metrics/lengthControl.ts';
import { lengthControlledInterval } from '../metrics/lengthControlInterval.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';
import { randomStream } from './rng.ts';

/**
 * λ and μ of the prior on the length weight, for as many answers as AlpacaEval has: there λ 20 brings the form without difficulties
 * within 1.3 points of the published rates. With n answers λ is n / 805 of it: the same pull a row. (As it stands, 20 would leave 64 answers
 * at their raw rate: 66 % where 50 % is true and 69 % raw; scaled it gives 56 %.)
 */
const PRIOR = { lambda: 20, mu: 0, answers: 805 } as const;
const RESAMPLES = 400;

export interface JudgedLengths {
  /** Tokens of the policy's answers and of the reference's. [n] */
  readonly lengths: readonly number[];
  readonly baselineLengths: readonly number[];
  /** 1 win, 0.5 tie, 0 loss; NaN where a judge could not say. null without a judge. [n] */
  readonly judged: Float64Array | null;
  readonly gold: Float64Array | null;
}

/** Length-controlled win rates by both judges with bootstrap intervals, and what is wrong with the training judge's. */
export function lengthControlMetrics(
  { lengths, baselineLengths, judged, gold }: JudgedLengths,
  seed: number,
): { readonly values: MetricValues; readonly warnings: readonly LengthControlWarning[] } {
  const control = (verdicts: Float64Array | null) => {
    if (verdicts === null) return null;
    const known = Array.from(verdicts.keys()).filter((i) => !Number.isNaN(verdicts[i]));
    const rows = {
      preferences: known.map((i) => verdicts[i] as number),
      lengths: known.map((i) => lengths[i] as number),
      baselineLengths: known.map((i) => baselineLengths[i] as number),
    };
    const options = { prior: { lambda: (PRIOR.lambda * known.length) / PRIOR.answers, mu: PRIOR.mu } };
    const result = lengthControlledWinRate(rows, options);
    if (result === null) return null;
    // The same draws at every evaluation, so that evaluations compare.
    const interval = lengthControlledInterval(rows, options, randomStream(seed, 'bootstrap/lc_win_rate'), RESAMPLES);
    const value: MetricValue = { value: result.rate, n: result.n, ...interval };
    return { value, warnings: result.warnings };
  };
  const [byJudge, byGold] = [control(judged), control(gold)];
  return {
    values: definedMetrics({ lc_win_rate: byJudge?.value ?? null, gold_lc_win_rate: byGold?.value ?? null }),
    warnings: byJudge?.warnings ?? [],
  };
}
