import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { LINK, linkAtZero, linkedLosses, linkName } from './pairLink.ts';
import type { MethodDefinition, ScoredSide } from './types.ts';

/**
 * Length-desensitised DPO: tokens beyond the length that both answers share count only α.
 *
 * Paper: Liu et al. 2024, "Length Desensitization in Direct Preference Optimization", arXiv 2409.06411 (the LD-DPO
 * likelihood, as TRL's `ld_alpha` computes it).
 * The shared length l_p = min(|y_w|, |y_l|) is per pair; α applies to policy and reference alike. Logged rewards use the
 * re-weighted log-ratios, as in TRL. The paper's loss is the logistic one; hinge and ipo are TRL's `loss_type` with `ld_alpha`
 * (ipo divides the re-weighted log-ratios by the whole length of their answer). No deviation.
 */
export const ldDpo: MethodDefinition = {
  id: 'ld_dpo',
  label: 'LD-DPO',
  idea: 'DPO in which the tokens by which one answer outlasts the other count only α, so that length itself is not rewarded.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'length' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u^\alpha - v^\alpha)\bigr),\quad u^\alpha = \sum_{t \le l_p} u_t + \alpha \sum_{t > l_p} u_t`,
  symbols: {
    u_t: 'log-ratio of policy to reference at token t of the chosen answer (v: of the rejected)',
    l_p: 'length of the shorter of the two answers, in tokens',
    '\\alpha': 'weight of the tokens beyond it',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Length Desensitization in Direct Preference Optimization',
    authors: 'Liu, Bai, Han, Weng, Xu, Cao, Wang, Cai',
    year: 2024,
    arxiv: '2409.06411',
  },
  hyperparameters: [
    BETA,
    {
      name: 'ld_alpha',
      symbol: '\\alpha',
      default: 0.25, // The paper tunes it by model; on ours 0.5 still follows length by half, 0.25 hardly.
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.05,
      meaning: 'Weight of the tokens beyond the shorter answer’s length. 1 is DPO, 0 ignores them.',
    },
    LINK,
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const { chosen, rejected } = batch;
    const [beta, alpha] = [hyper.beta as number, hyper.ld_alpha as number];
    const shared = m.minimum(chosen.lengths, rejected.lengths);
    const scores = {
      chosen: desensitisedLogRatio(m, chosen, shared, alpha),
      rejected: desensitisedLogRatio(m, rejected, shared, alpha),
    };
    const losses = linkedLosses(m, hyper.loss_type, batch, scores, beta);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(scores.chosen, beta),
      rejectedRewards: m.scale(scores.rejected, beta),
    };
  },
  knob: 'kappa',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { ld_alpha: 1 } },
    { kind: 'equals', method: 'hinge', when: { ld_alpha: 1, loss_type: 1 } },
    { kind: 'equals', method: 'ipo', when: { ld_alpha: 1, loss_type: 2 }, otherwise: { ipo_average: 1 } },
    {
      kind: 'valueAtReference',
      value: ({ beta = Number.NaN, loss_type }) => linkAtZero(loss_type, beta),
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note: 'With ld_alpha set. TRL logs the re-weighted log-probs as logps/*; the page logs the plain sums.',
    arguments: ({ beta = Number.NaN, ld_alpha = Number.NaN, loss_type }) => ({
      loss_type: linkName(loss_type),
      beta,
      ld_alpha,
    }),
  },
  learningRate: 1.5e-4,
};

function desensitisedLogRatio(m: MathInterface, side: ScoredSide, shared: Expression, alpha: number): Expression {
  const weighted = (prefix: Expression, whole: Expression) => m.add(m.scale(prefix, 1 - alpha), m.scale(whole, alpha));
  return m.sub(weighted(side.prefixLogps(shared), side.logps), weighted(side.prefixRefLogps(shared), side.refLogps));
}
