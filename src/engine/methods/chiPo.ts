import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/** e^80 is within float32, and far beyond any clip. */
const LARGEST_EXPONENT = 80;

/**
 * χPO: DPO with chi-squared divergence added to KL, so that no answer gains by growing much likelier than under the reference.
 *
 * Paper: Huang et al. 2024, "Correcting the Mythos of KL-Regularization: Direct Alignment without Overoptimization via
 * Chi-Squared Preference Optimization", arXiv 2407.13399: link φ(z) = z + log z of the ratio, margins clipped at ±2 R_max.
 * Deviation: exponents are clamped at 80, as float32 needs. Logged rewards are β times the log-ratio, as TRL logs them for other
 * divergences; φ itself grows like the ratio.
 */
export const chiPo: MethodDefinition = {
  id: 'chi_po',
  label: 'χPO',
  idea: 'DPO whose margin also counts the ratio itself: an answer a few times likelier than under the reference fills it, so that none runs away.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'other-divergence', property: 'distribution' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\mathrm{clip}_{2R}\bigl(\beta\,(\varphi(u) - \varphi(v))\bigr)\Bigr),\quad \varphi(u) = e^u + u`,
  symbols: {
    ...LOG_RATIOS,
    '\\varphi': 'slope of the divergence: the ratio of both probabilities plus its logarithm',
    '\\beta': 'how strongly the reference holds the policy',
    R: 'largest reward; margins beyond ±2R push no more',
    ...SIGMA,
  },
  paper: {
    title:
      'Correcting the Mythos of KL-Regularization: Direct Alignment without Overoptimization via Chi-Squared Preference Optimization',
    authors: 'Huang, Zhan, Xie, Lee, Sun, Krishnamurthy, Foster',
    year: 2024,
    arxiv: '2407.13399',
  },
  reading:
    'Our reading rests on the paper’s stated link φ(z) = z + log z and its clip at ±2 R_max, not on authors’ code.',
  hyperparameters: [
    BETA,
    {
      name: 'r_max',
      symbol: 'R',
      default: 5,
      min: 0.5,
      max: 50,
      scale: 'log',
      step: 0.05,
      meaning: 'Bound of the reward. A pair whose margin β(φ(u) − φ(v)) is beyond ±2R pushes no more: ±10 at R = 5.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const [beta, bound] = [hyper.beta as number, 2 * (hyper.r_max as number)];
    const score = (ratio: ReturnType<typeof logRatio>) => m.add(ratio, m.exp(m.minimum(ratio, LARGEST_EXPONENT)));
    const margin = m.scale(m.sub(score(logRatio(m, batch.chosen)), score(logRatio(m, batch.rejected))), beta);
    const losses = m.softplus(m.neg(m.minimum(m.maximum(margin, -bound), bound)));
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no χPO. Its α-divergence at 2 is the χ² part alone, without the logarithm and the clip.' },
  learningRate: 3e-4,
};
