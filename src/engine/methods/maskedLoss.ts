import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import type { Hyperparameter, ObjectiveBatch, ObjectiveOutput, Paper, ScoredSide } from './types.ts';

/** What MaPO and SparsePO share: a weight for every token of the reward, and one for every token of the divergence. */

export interface Masks {
  readonly reward: Expression;
  readonly divergence: Expression;
}

/**
 * −log σ(β[(u_w − u_l) − (d_l − d_w)]) with u = Σ m^u (ℓ − ℓ_ref) and d = Σ m^d KL(π_ref ‖ π) over completion tokens.
 *
 * @param penalty added to each pair's loss. [B]
 */
export function maskedLoss(
  m: MathInterface,
  { chosen, rejected }: Pick<ObjectiveBatch, 'chosen' | 'rejected'>,
  masks: { readonly chosen: Masks; readonly rejected: Masks },
  beta: number,
  penalty: Expression | number = 0,
): ObjectiveOutput {
  const chosenRewards = m.scale(maskedScore(m, chosen, masks.chosen), beta);
  const rejectedRewards = m.scale(maskedScore(m, rejected, masks.rejected), beta);
  const losses = m.add(m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards))), penalty);
  return {
    loss: m.mean(losses),
    losses,
    chosenRewards,
    rejectedRewards,
    masks: { chosen: masks.chosen.reward, rejected: masks.rejected.reward },
  };
}

/** u + d: (u_w − u_l) − (d_l − d_w) is the difference of two of these. */
function maskedScore(m: MathInterface, { tokens }: ScoredSide, { reward, divergence }: Masks): Expression {
  const ratios = m.mul(reward, m.sub(tokens.logps, tokens.refLogps));
  return tokens.sum(m.add(ratios, m.mul(divergence, tokens.kl)));
}

export const MASKED_BETA: Hyperparameter = {
  ...BETA,
  default: 0.5,
  meaning: 'How much a masked nat counts: of log-ratio to the reference, and of drift from it.',
};

export const SPARSEPO_PAPER: Paper = {
  title: 'SparsePO: Controlling Preference Alignment of LLMs via Sparse Token Masks',
  authors: 'Christopoulou, Cardenas, Lampouras, Bou Ammar, Wang',
  year: 2024,
  arxiv: '2410.05102',
};

export const MASKED_SYMBOLS = {
  u_w: 'log-ratio of policy to reference on the chosen answer, each token weighed by its mask (u_l: on the rejected)',
  d_w: 'divergence of the policy from the reference along the chosen answer, nats, weighed alike (d_l: rejected)',
};

export const MASKED_TAGS = {
  data: 'token-level',
  framework: 'offline',
  constraint: 'fixed-reference',
  property: 'general',
} as const;
