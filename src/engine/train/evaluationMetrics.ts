import { definedMetrics, meanOf } from '../metrics/aggregate.ts';
import { pearson, spearman } from '../metrics/correlation.ts';
import { EVAL_PREFIX } from '../metrics/index.ts';
import { rankingAccuracy } from '../metrics/preference.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';
import { winRate } from '../metrics/winRate.ts';
import type { SampledAnswer } from '../model/sampler.ts';
import type { SequenceScores } from '../model/scorer.ts';
import type { LengthDot } from '../protocol.ts';
import type { ScoredBatch } from './evaluateBatch.ts';

/**
 * Rewards that vary less than this are float32 noise about a constant (a policy that still is its reference): their
 * correlation with anything is undefined.
 */
const CONSTANT_REWARD_SPREAD = 1e-4;

function varies(values: readonly number[]): boolean {
  return Math.max(...values) - Math.min(...values) > CONSTANT_REWARD_SPREAD;
}

/** Held-out pairs: TRL's metrics with the held-out prefix, ranking, and how the implicit reward moves with length. */
export function heldoutMetrics(
  scored: ScoredBatch,
  dots: readonly LengthDot[],
  completions: readonly { readonly scores: SequenceScores; readonly length: number }[],
): MetricValues {
  const rewards = dots.map(({ reward }) => reward);
  const lengths = dots.map(({ length }) => length);
  // The same for every method, whatever its own reward is.
  const sides = [scored.chosen, scored.rejected];
  const logRatios = sides.flatMap(({ logps, refLogps }) => Array.from(logps, (logp, i) => logp - (refLogps[i] ?? 0)));
  const tokens = sides.flatMap((side) => [...side.lengths]);
  const correlation = (measure: typeof pearson, x: readonly number[], y: readonly number[]): MetricValue | null => {
    const value = varies(x) ? measure(x, y) : null;
    return value === null ? null : { value, n: x.length };
  };
  const evaluated = Object.entries(scored.metrics).map(([id, value]) => [`${EVAL_PREFIX}${id}`, value] as const);
  const entropies = completions.flatMap(({ scores, length }) => [
    ...scores.entropies.subarray(scores.entropies.length - length),
  ]);
  return {
    ...Object.fromEntries(evaluated),
    ...definedMetrics({
      ranking_accuracy: rankingAccuracy(scored.chosen.logps, scored.rejected.logps),
      'corr/implicit_reward_length': correlation(pearson, rewards, lengths),
      'corr/implicit_reward_length_spearman': correlation(spearman, rewards, lengths),
      'corr/log_ratio_length': correlation(pearson, logRatios, tokens),
      entropy: meanOf(entropies),
    }),
  };
}

export interface AnswerVerdicts {
  /** 1 win, 0.5 tie, 0 loss against the reference's answer; null without a world. */
  readonly judged: Float64Array | null;
  readonly gold: Float64Array | null;
  readonly judgeScores: Float64Array | null;
  readonly goldScores: Float64Array | null;
}

/**
 * Fresh answers of the policy: win rates, rewards, lengths, and the divergence from the reference (k1, on the policy's own
 * samples; exact in expectation when sampling at temperature 1 with all tokens).
 *
 * @param refLogps log-probs of each answer's tokens under the reference
 */
export function sampleMetrics(
  answers: readonly SampledAnswer[],
  refLogps: readonly Float32Array[],
  { judged, gold, judgeScores, goldScores }: AnswerVerdicts,
): MetricValues {
  const divergences = answers.map(({ logps }, i) =>
    logps.reduce((sum, logp, t) => sum + logp - (refLogps[i]?.[t] ?? logp), 0),
  );
  const lengths = answers.map(({ ids }) => ids.length);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const rate = (verdicts: Float64Array | null): MetricValue | null => {
    const result = verdicts && winRate(verdicts);
    return result && { value: result.rate, n: result.n };
  };
  return definedMetrics({
    win_rate: rate(judged),
    gold_win_rate: rate(gold),
    proxy_reward: judgeScores && meanOf(judgeScores),
    gold_reward: goldScores && meanOf(goldScores),
    kl: meanOf(divergences),
    kl_per_token: tokens === 0 ? null : { value: divergences.reduce((sum, kl) => sum + kl, 0) / tokens, n: tokens },
    'completions/mean_length': meanOf(lengths),
    'completions/clipped_ratio': meanOf(answers.map(({ finished }) => (finished ? 0 : 1))),
  });
}
