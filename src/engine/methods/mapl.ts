import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Multi-level aware preference learning: DPO, and one answer is also compared after two prompts, one whose instructions it
 * satisfies and one that it violates.
 *
 * Paper: Sun et al. 2025, "Multi-Level Aware Preference Learning: Enhancing RLHF for Complex Multi-Instruction Tasks", arXiv
 * 2505.12845, the intra-sample term for DPO: the reward is β times the log-ratio to the reference, given each prompt.
 * Deviation: the inter-sample term is left out. It compares the gap of a pair with that of a second pair synthesised with more
 * instructions; a row has one pair here.
 */
export const mapl: MethodDefinition = {
  id: 'mapl',
  label: 'MAPL',
  idea: 'DPO that also makes an answer likelier after a prompt whose instructions it follows than after one that it violates.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr) - a\,\log\sigma\bigl(\beta\,(u^{+} - u^{-})\bigr)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    'u^{+}': 'that of the chosen answer after a prompt whose instructions it satisfies',
    'u^{-}': 'that of the same answer after a prompt that it violates',
    '\\beta': 'how strongly the reference holds the policy',
    a: 'weight of the comparison of prompts',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Multi-Level Aware Preference Learning: Enhancing RLHF for Complex Multi-Instruction Tasks',
    authors: 'Sun, Cai, Zhu, Zhao, Xue, Zhou, Li, Li',
    year: 2025,
    arxiv: '2505.12845',
  },
  reading:
    'Our reading of the abstract and of reviews: the comparison of prompts with DPO’s reward, without the paper’s second term on synthesised pairs.',
  hyperparameters: [
    BETA,
    {
      name: 'intra_weight',
      symbol: 'a',
      default: 0.5,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'Weight of comparing prompts beside comparing answers.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', sides: ['satisfied', 'violated'] },
  compute(m, { chosen, rejected, side }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const answers = m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards)));
    const gap = m.scale(m.sub(logRatio(m, side('satisfied')), logRatio(m, side('violated'))), beta);
    const losses = m.add(answers, m.scale(m.logSigmoid(gap), -(hyper.intra_weight as number)));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { intra_weight: 0 } },
    { kind: 'valueAtReference', value: ({ intra_weight = Number.NaN }) => (1 + intra_weight) * Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no such loss.' },
  learningRate: 3e-4,
};
