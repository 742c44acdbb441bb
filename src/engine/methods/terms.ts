import type { Expression, MathInterface } from '../math/types.ts';
import type { Members, ObjectiveBatch, ScoredSide } from './types.ts';

/** The terms that objectives share: what is scored, and how a sequence score is reduced. */

/** u or v: ℓ − ℓ_ref, summed over completion tokens, nats. */
export function logRatio(m: MathInterface, side: Pick<ScoredSide, 'logps' | 'refLogps'>): Expression {
  return m.sub(side.logps, side.refLogps);
}

/** Divided by the number of completion tokens; an empty completion counts as one token and scores 0, as in TRL. */
export function perToken(m: MathInterface, sum: Expression, side: ScoredSide): Expression {
  return m.div(sum, m.maximum(side.lengths, 1));
}

/**
 * −log-prob per token over all completion tokens of the batch (not the mean of per-sequence means), as TRL reduces it;
 * split over the examples so that their mean is that value.
 */
export function completionNll(m: MathInterface, side: ScoredSide): Expression {
  return tokenMeanNll(m, side.logps, side.lengths);
}

/** The same over prompt and completion tokens. */
export function fullNll(m: MathInterface, side: ScoredSide): Expression {
  return tokenMeanNll(m, side.fullLogps, side.fullLengths);
}

function tokenMeanNll(m: MathInterface, logps: Expression, lengths: Expression): Expression {
  return m.neg(m.mul(logps, m.div(m.count(logps), m.maximum(m.sum(lengths), 1))));
}

/** −(1 − ε) log σ(z) − ε log σ(−z): the logistic loss with a label that is wrong with probability ε. */
export function smoothedLogistic(m: MathInterface, z: Expression, labelSmoothing: number): Expression {
  return m.add(m.scale(m.softplus(m.neg(z)), 1 - labelSmoothing), m.scale(m.softplus(z), labelSmoothing));
}

/** log softmax over the members of each list, of a value for each member. On the axis of members. */
export function listLogSoftmax(m: MathInterface, { list, each }: Members, values: Expression): Expression {
  const below = m.sub(values, m.gather(m.maxBy(values, list, each), list));
  return m.sub(below, m.gather(m.log(m.sumBy(m.exp(below), list, each)), list));
}

/** 1 for the member of each list that ranks first, 1/k for each of k that share the first place, else 0. A constant. */
export function firstPlaces(m: MathInterface, { side, list, each }: Members): Expression {
  const value = side.column('value');
  const short = m.sub(m.gather(m.maxBy(value, list, each), list), value);
  const isFirst = m.select(short, 0, 1);
  return m.div(isFirst, m.gather(m.sumBy(isFirst, list, each), list));
}

/** β u and β v: the implicit rewards of both answers, as TRL logs them whatever the loss makes of them. */
export function implicitRewards(
  m: MathInterface,
  { chosen, rejected }: Pick<ObjectiveBatch, 'chosen' | 'rejected'>,
  beta: number,
): { readonly chosenRewards: Expression; readonly rejectedRewards: Expression } {
  return { chosenRewards: m.scale(logRatio(m, chosen), beta), rejectedRewards: m.scale(logRatio(m, rejected), beta) };
}

/** The same with the margin between them: the logit that DPO compares. */
export function comparedRewards(
  m: MathInterface,
  batch: Pick<ObjectiveBatch, 'chosen' | 'rejected'>,
  beta: number,
): ReturnType<typeof implicitRewards> & { readonly margin: Expression } {
  const rewards = implicitRewards(m, batch, beta);
  return { ...rewards, margin: m.sub(rewards.chosenRewards, rewards.rejectedRewards) };
}
