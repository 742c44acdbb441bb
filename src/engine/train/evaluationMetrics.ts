import { definedMetrics } from '../metrics/aggregate.ts';
import { leastSquares, pearson, spearman } from '../metrics/correlation.ts';
import { distinctNgrams, repetitionShares } from '../metrics/diversity.ts';
import { EVAL_PREFIX } from '../metrics/index.ts';
import {
  correlationInterval,
  meanWithInterval,
  ratioWithInterval,
  shareWithInterval,
  slopeInterval,
} from '../metrics/intervals.ts';
import { partialPearson, partialSpearman } from '../metrics/partialCorrelation.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';
import { winRate } from '../metrics/winRate.ts';
import type { SampledAnswer } from '../model/sampler.ts';
import type { SequenceScores } from '../model/scorer.ts';
import type { LengthDot } from '../protocol.ts';
import type { ScoredBatch } from './evaluateBatch.ts';
import { rankingMetrics } from './rankingMetrics.ts';

/**
 * Rewards that vary less than this are float32 noise about a constant (a policy that still is its reference): their
 * correlation with anything is undefined.
 */
const CONSTANT_REWARD_SPREAD = 1e-4;

function varies(values: readonly number[]): boolean {
  return Math.max(...values) - Math.min(...values) > CONSTANT_REWARD_SPREAD;
}

/**
 * Held-out pairs: TRL's metrics with the held-out prefix, ranking, displacement, and how the implicit reward moves with length,
 * also among answers of equal gold score. Intervals are over pairs or completions.
 */
export function heldoutMetrics(
  scored: ScoredBatch,
  dots: readonly LengthDot[],
  completions: readonly { readonly scores: SequenceScores; readonly length: number }[],
): MetricValues {
  const entropies = completions.map(({ scores, length }) =>
    scores.entropies.subarray(scores.entropies.length - length).reduce((sum, entropy) => sum + entropy, 0),
  );
  return {
    ...evaluated(scored),
    ...definedMetrics({
      ...rankingMetrics(scored),
      ...lengthCorrelations(scored, dots),
      'displacement/chosen': meanWithInterval(logRatiosOf(scored.chosen)),
      'displacement/rejected': meanWithInterval(logRatiosOf(scored.rejected)),
      entropy: ratioWithInterval(
        entropies,
        completions.map(({ length }) => length),
      ),
    }),
  };
}

/** What TRL logs of the pairs, under its name for held-out ones; with intervals where there is a number for each pair. */
function evaluated({ metrics, losses, chosenRewards, rejectedRewards, chosen, rejected }: ScoredBatch): MetricValues {
  const margins = chosenRewards.map((reward, i) => reward - (rejectedRewards[i] ?? Number.NaN));
  const samples: Readonly<Record<string, MetricValue | null>> = {
    loss: meanWithInterval(losses),
    'rewards/chosen': meanWithInterval(chosenRewards),
    'rewards/rejected': meanWithInterval(rejectedRewards),
    'rewards/margins': meanWithInterval(margins),
    'rewards/accuracies': shareWithInterval(Array.from(margins, (margin) => (margin > 0 ? 1 : 0))),
    'logps/chosen': meanWithInterval(chosen.logps),
    'logps/rejected': meanWithInterval(rejected.logps),
  };
  return Object.fromEntries(
    Object.entries(metrics).map(([id, metric]) => {
      const { n, low, high } = samples[id] ?? metric;
      const hasInterval = low !== undefined && high !== undefined && n === metric.n;
      return [`${EVAL_PREFIX}${id}`, hasInterval ? { ...metric, low, high } : metric];
    }),
  );
}

/** Least squares of the implicit reward on length; null while rewards or lengths do not vary. */
export function lengthLine(dots: readonly LengthDot[]): { slope: number; intercept: number } | null {
  const rewards = dots.map(({ reward }) => reward);
  const lengths = dots.map(({ length }) => length);
  return varies(rewards) ? leastSquares(lengths, rewards) : null;
}

function lengthCorrelations(scored: ScoredBatch, dots: readonly LengthDot[]) {
  const rewards = dots.map(({ reward }) => reward);
  const lengths = dots.map(({ length }) => length);
  // The same for every method, whatever its own reward is.
  const sides = [scored.chosen, scored.rejected];
  const logRatios = sides.flatMap((side) => [...logRatiosOf(side)]);
  const tokens = sides.flatMap((side) => [...side.lengths]);
  const correlation = (
    measure: typeof pearson,
    x: readonly number[],
    y: readonly number[],
    options?: Parameters<typeof correlationInterval>[2],
  ): MetricValue | null => {
    const value = varies(x) ? measure(x, y) : null;
    return value === null ? null : { value, n: x.length, ...correlationInterval(value, x.length, options) };
  };
  const judged = dots.filter(({ gold }) => gold !== null);
  const gold = judged.map((dot) => dot.gold ?? 0);
  const partial = (measure: typeof partialPearson, ranks: boolean) =>
    correlation(
      (x, y) => measure(x, y, gold),
      judged.map(({ reward }) => reward),
      judged.map(({ length }) => length),
      { ranks, given: 1 },
    );
  const line = lengthLine(dots);
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    'corr/implicit_reward_length': correlation(pearson, rewards, lengths),
    'corr/implicit_reward_length_spearman': correlation(spearman, rewards, lengths, { ranks: true }),
    'corr/log_ratio_length': correlation(pearson, logRatios, tokens),
    partial_corr: judged.length === 0 ? null : partial(partialPearson, false),
    partial_corr_spearman: judged.length === 0 ? null : partial(partialSpearman, true),
    'slope/implicit_reward_length': line && {
      value: line.slope,
      n: dots.length,
      ...slopeInterval(
        line.slope,
        lengths.map((length) => length - meanLength),
        rewards.map((reward, i) => reward - line.intercept - line.slope * (lengths[i] ?? 0)),
      ),
    },
  };
}

function logRatiosOf({ logps, refLogps }: ScoredBatch['chosen']): Float64Array {
  return logps.map((logp, i) => logp - (refLogps[i] ?? 0));
}

export interface AnswerVerdicts {
  /** 1 win, 0.5 tie, 0 loss against the reference's answer; null without a world. */
  readonly judged: Float64Array | null;
  readonly gold: Float64Array | null;
  readonly judgeScores: Float64Array | null;
  readonly goldScores: Float64Array | null;
}

/**
 * Fresh answers of the policy: win rates, rewards, lengths, variety, and the divergence from the reference (k1, on the policy's own
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
  const tokens = answers.map(({ ids }) => ids);
  const lengths = tokens.map((ids) => ids.length);
  const rate = (verdicts: Float64Array | null): MetricValue | null => {
    // NaN where a judge could not say.
    const result = verdicts && winRate(verdicts.filter((verdict) => !Number.isNaN(verdict)));
    return result && { value: result.rate, n: result.n, low: result.low, high: result.high };
  };
  return definedMetrics({
    win_rate: rate(judged),
    gold_win_rate: rate(gold),
    proxy_reward: judgeScores && meanWithInterval(judgeScores),
    gold_reward: goldScores && meanWithInterval(goldScores),
    kl: meanWithInterval(divergences),
    kl_per_token: ratioWithInterval(divergences, lengths),
    'completions/mean_length': meanWithInterval(lengths),
    'completions/clipped_ratio': shareWithInterval(answers.map(({ finished }) => (finished ? 0 : 1))),
    distinct_1: distinctNgrams(tokens, 1),
    distinct_2: distinctNgrams(tokens, 2),
    repetition: meanWithInterval(repetitionShares(tokens)),
  });
}
