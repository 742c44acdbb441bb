import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition, ObjectiveBatch, ObjectiveOutput } from './types.ts';

/**
 * TDPO1: DPO derived token by token, where the divergence from the reference at every place of the two answers enters.
 *
 * Paper: Zeng et al. 2024, "Token-level Direct Preference Optimization", arXiv 2404.11999, its first
 * loss, as in its trainers.py.
 * K is KL(π_ref ‖ π) over the whole vocabulary, summed over the completion's places, nats; it carries a gradient. Log-probs
 * are summed. Logged rewards are β(log-ratio + K), as in the authors' code. No deviation.
 */
export const tdpo1: MethodDefinition = {
  id: 'tdpo1',
  label: 'TDPO1',
  idea: 'DPO that also counts how far the policy has drifted from the reference at every token of the two answers.',
  tags: { ...DPO_TAGS, data: 'token-level' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\,\bigl[u - v - (K_l - K_w)\bigr]\Bigr),\quad K = \sum_t \mathrm{KL}\bigl(\pi_{\mathrm{ref}} \,\Vert\, \pi\bigr)_t`,
  symbols: {
    ...DPO_SYMBOLS,
    K_w: 'divergence of the policy from the reference along the chosen answer, nats',
    K_l: 'the same along the rejected answer',
  },
  paper: {
    title: 'Token-level Direct Preference Optimization',
    authors: 'Zeng, Liu, Ma, Yang, Zhang, Wang',
    year: 2024,
    arxiv: '2404.11999',
  },
  hyperparameters: [BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', vocabulary: ['kl'] },
  compute: (m, batch, hyper) =>
    tokenLevelLoss(m, batch, hyper.beta as number, m.sub(batch.rejected.kl, batch.chosen.kl)),
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no token-level DPO.' },
  learningRate: 1e-4, // At 3e-4 the drift along chosen answers that it rewards runs away: 31 nats of KL after 40 steps.
};

/** DPO with `drift` (nats) taken off the gap, and the rewards that the authors log. */
export function tokenLevelLoss(
  m: MathInterface,
  batch: ObjectiveBatch,
  beta: number,
  drift: Expression,
): ObjectiveOutput {
  const { margin, chosenRewards, rejectedRewards } = comparedRewards(m, batch, beta);
  const losses = m.neg(m.logSigmoid(m.sub(margin, m.scale(drift, beta))));
  return {
    loss: m.mean(losses),
    losses,
    chosenRewards: m.add(chosenRewards, m.scale(batch.chosen.kl, beta)),
    rejectedRewards: m.add(rejectedRewards, m.scale(batch.rejected.kl, beta)),
  };
}
