import type { Expression, MathInterface } from '../../math/types.ts';
import type { Hyperparameters, ObjectiveBatch, ObjectiveOutput, ScoredSide } from '../types.ts';
import type { Aggregator } from './aggregate.ts';
import { clipped } from './clip.ts';
import { highEntropyOnly, withoutOffPolicy } from './masks.ts';
import { bounded, type Ratio } from './ratio.ts';

/** What sets one method of the family apart. */
interface GroupParts {
  readonly ratio: Ratio;
  /** What is minimised, on the axis of the ratio or of tokens. */
  readonly terms: Expression;
  readonly aggregate: Aggregator;
  readonly metrics: Readonly<Record<string, Expression>>;
}

/**
 * The family's loss on samples with advantages: policy term, masks, β times the divergence from the reference, aggregate. The
 * masks act on the policy term alone, as in TRL's GRPOTrainer.
 */
export function groupObjective(
  m: MathInterface,
  batch: ObjectiveBatch,
  hyper: Hyperparameters,
  { ratio, terms, aggregate, metrics }: GroupParts,
): ObjectiveOutput {
  const side = batch.side('sample');
  const { beta = 0, off_policy_mask_threshold = 0, top_entropy_quantile = 1, use_bias_correction_kl = 0 } = hyper;
  let losses = terms.axis === ratio.values.axis ? ratio.toTokens(terms) : terms;
  if (off_policy_mask_threshold > 0) losses = withoutOffPolicy(m, side, off_policy_mask_threshold, losses);
  if (top_entropy_quantile < 1) losses = highEntropyOnly(m, side, top_entropy_quantile, losses);
  const estimate = tokenKl(m, side);
  const kl = use_bias_correction_kl > 0 ? m.mul(estimate, ratio.toTokens(ratio.values)) : estimate;
  if (beta !== 0) losses = m.add(losses, m.scale(kl, beta));
  return sampleOutput(m, batch, aggregate(m, batch, losses), { kl: m.mean(kl), ...metrics });
}

/** The same with PPO's clipping. */
export function clippedObjective(
  m: MathInterface,
  batch: ObjectiveBatch,
  hyper: Hyperparameters,
  ratio: Ratio,
  aggregate: Aggregator,
): ObjectiveOutput {
  return groupObjective(m, batch, hyper, { ratio, aggregate, ...clipped(m, batch.side('sample'), ratio, hyper) });
}

/** Losses of samples, which are neither chosen nor rejected. [N] */
export function sampleOutput(
  m: MathInterface,
  { none }: ObjectiveBatch,
  losses: Expression,
  metrics: Readonly<Record<string, Expression>>,
): ObjectiveOutput {
  return { loss: m.mean(losses), losses, chosenRewards: none, rejectedRewards: none, metrics };
}

/** Estimate k3 of KL(π ‖ π_ref) at each token, nats: e^d − d − 1 with d = log π_ref − log π (`metrics/kl.ts`). [K] */
export function tokenKl(m: MathInterface, { tokens }: ScoredSide): Expression {
  const difference = bounded(m, m.sub(tokens.refLogps, tokens.logps));
  return m.sub(m.sub(m.exp(difference), difference), 1);
}
