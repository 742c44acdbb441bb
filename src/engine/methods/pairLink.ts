import type { Expression, MathInterface } from '../math/types.ts';
import { perToken } from './terms.ts';
import type { Hyperparameter, ObjectiveBatch } from './types.ts';

/** TRL's `loss_type` by its number here: what makes a loss of two scores. */
const LINKS = ['sigmoid', 'hinge', 'ipo'] as const;

export function linkName(loss_type: number | undefined): (typeof LINKS)[number] {
  return LINKS[loss_type ?? 0] ?? 'sigmoid';
}

/** For objectives whose scores TRL combines with several losses. */
export const LINK: Hyperparameter = {
  name: 'loss_type',
  symbol: '\\ell',
  default: 0,
  min: 0,
  max: 2,
  scale: 'linear',
  step: 1,
  meaning:
    'What makes a loss of both scores: logistic as in the paper, hinge (done at a margin of 1), or IPO (a target of 1/(2β) for the gap of scores per token).',
  options: LINKS.map((label, value) => ({ value, label })),
};

/**
 * Per pair, from scores before β (nats): sigmoid −log σ(βΔ), hinge max(0, 1 − βΔ), ipo (Δ − 1/(2β))². For ipo, as in TRL, both
 * scores are divided by the number of tokens of their answer.
 */
export function linkedLosses(
  m: MathInterface,
  loss_type: number | undefined,
  { chosen, rejected }: Pick<ObjectiveBatch, 'chosen' | 'rejected'>,
  scores: { readonly chosen: Expression; readonly rejected: Expression },
  beta: number,
): Expression {
  const link = linkName(loss_type);
  if (link === 'ipo') {
    const gap = m.sub(perToken(m, scores.chosen, chosen), perToken(m, scores.rejected, rejected));
    return m.square(m.sub(gap, 1 / (2 * beta)));
  }
  const z = m.scale(m.sub(scores.chosen, scores.rejected), beta);
  return link === 'hinge' ? m.relu(m.sub(1, z)) : m.neg(m.logSigmoid(z));
}

/** The loss where both scores are 0. */
export function linkAtZero(loss_type: number | undefined, beta: number): number {
  return { sigmoid: Math.LN2, hinge: 1, ipo: 1 / (2 * beta) ** 2 }[linkName(loss_type)];
}
