import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { LINK, linkedLosses, linkName } from './pairLink.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards, logRatio } from './terms.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

/** By the number of `f_divergence_type`. */
const DIVERGENCES = ['reverse_kl', 'forward_kl', 'js_divergence', 'alpha_divergence', 'chi_squared'] as const;

/**
 * f-DPO: DPO under another divergence from the reference than reverse KL.
 *
 * Paper: Wang et al. 2023, "Beyond Reverse KL: Generalizing Direct Preference Optimization with Diverse Divergence
 * Constraints", arXiv 2309.16240; scores g = f′ of the ratio e^u without additive constants, as TRL's `f_divergence_type`
 * computes them. Up to 0.28 TRL's α was 1 minus this one.
 * Deviation: chi-squared (α = 2) is not among the paper's, as its slope at ratio 0 is finite. Exponents are clamped at 80 in
 * forward KL too, not in α alone as in TRL; at 40 under the ipo link, whose square has to stay within float32.
 * Logged rewards are β times the log-ratio whatever the divergence, as TRL logs them.
 */
export const fDpo: MethodDefinition = {
  id: 'f_dpo',
  label: 'f-DPO',
  idea: 'DPO that measures the distance to the reference by another divergence, which trades how well answers fit against variety.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'other-divergence', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(g(u) - g(v))\bigr),\quad g_{\mathrm{KL}} = u,\; g_{\mathrm{fwd}} = -e^{-u},\; g_{\mathrm{JS}} = \log\sigma(u),\; g_\alpha = \frac{e^{(\alpha-1)u}}{\alpha-1},\; g_{\chi^2} = e^u`,
  symbols: {
    ...LOG_RATIOS,
    g: 'slope of the divergence at the ratio of both probabilities; f picks it',
    '\\beta': 'how strongly the reference holds the policy',
    ...SIGMA,
  },
  paper: {
    title: 'Beyond Reverse KL: Generalizing Direct Preference Optimization with Diverse Divergence Constraints',
    authors: 'Wang, Jiang, Yang, Liu, Chen',
    year: 2023,
    arxiv: '2309.16240',
  },
  hyperparameters: [
    BETA,
    {
      name: 'f_divergence_type',
      symbol: 'f',
      default: 2,
      min: 0,
      max: 4,
      scale: 'linear',
      step: 1,
      meaning: 'The divergence from the reference. Reverse KL is DPO.',
      options: [
        { value: 0, label: 'reverse KL' },
        { value: 1, label: 'forward KL' },
        { value: 2, label: 'Jensen–Shannon' },
        { value: 3, label: 'α' },
        { value: 4, label: 'χ²' },
      ],
    },
    {
      name: 'f_alpha_divergence_coef',
      symbol: '\\alpha',
      default: 0.5,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'For the α-divergence alone: 0 is forward KL, 1 reverse KL, 2 chi-squared.',
    },
    LINK,
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const scores = {
      chosen: divergenceScore(m, logRatio(m, batch.chosen), hyper),
      rejected: divergenceScore(m, logRatio(m, batch.rejected), hyper),
    };
    const losses = linkedLosses(m, hyper.loss_type, batch, scores, beta);
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { f_divergence_type: 0 } },
    { kind: 'equals', method: 'hinge', when: { f_divergence_type: 0, loss_type: 1 } },
    {
      kind: 'equals',
      method: 'ipo',
      when: { f_divergence_type: 0, loss_type: 2 },
      otherwise: { ipo_average: 1 },
    },
    ...([0, 1, 2] as const).map((alpha) => ({
      kind: 'equals' as const,
      method: 'f_dpo',
      when: { f_divergence_type: [1, 0, 4][alpha] as number },
      otherwise: { f_divergence_type: 3, f_alpha_divergence_coef: alpha },
    })),
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note:
      'f_divergence_type; TRL has χ² as the α-divergence at 2. The additive constants of f′ cancel between both answers, but not ' +
      'under ipo, which divides each score by its answer’s length: there TRL, from 1.10 on, keeps them, and the page has none.',
    arguments: ({ beta = Number.NaN, f_divergence_type = 0, f_alpha_divergence_coef = Number.NaN, loss_type }) => {
      const divergence = DIVERGENCES[f_divergence_type] ?? 'reverse_kl';
      const chiSquared = divergence === 'chi_squared';
      const link = linkName(loss_type);
      return {
        loss_type: link === 'ipo' && divergence !== 'reverse_kl' ? null : link,
        beta,
        f_divergence_type: chiSquared ? 'alpha_divergence' : divergence,
        f_alpha_divergence_coef: chiSquared ? 2 : f_alpha_divergence_coef,
      };
    },
  },
  learningRate: 3e-4,
};

function divergenceScore(m: MathInterface, ratio: Expression, hyper: Hyperparameters): Expression {
  const limit = linkName(hyper.loss_type) === 'ipo' ? 40 : 80;
  // Near 1, α is reverse KL, as in TRL: the scores' difference would cancel.
  const power = (exponent: number) =>
    Math.abs(exponent) < 1e-6 ? ratio : m.scale(m.exp(m.minimum(m.scale(ratio, exponent), limit)), 1 / exponent);
  switch (DIVERGENCES[hyper.f_divergence_type ?? 0]) {
    case 'forward_kl':
      return power(-1);
    case 'js_divergence':
      return m.logSigmoid(ratio);
    case 'alpha_divergence':
      return power((hyper.f_alpha_divergence_coef as number) - 1);
    case 'chi_squared':
      return power(1);
    default:
      return ratio;
  }
}
