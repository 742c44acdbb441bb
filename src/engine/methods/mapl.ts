import { BETA } from './beta.ts';
import type { SideName } from './objectiveArrays.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Multi-level aware preference learning: DPO, and one answer is also compared after two prompts, one whose instructions it
 * satisfies and one that it violates (intra-sample), and a pair with a second one, synthesised from it, whose answers more
 * instructions separate: the gap of rewards should be larger there (inter-sample).
 *
 * Paper: Sun et al. 2025, "Multi-Level Aware Preference Learning: Enhancing RLHF for Complex Multi-Instruction Tasks", arXiv
 * 2505.12845, both terms for DPO: the reward is β times the log-ratio to the reference, given each prompt.
 * Deviation: the inter-sample weight is 0 by default, not a half like the other: only the world of several instructions (and rows
 * that bring them) has synthesised pairs, and links from before the term mean what they meant.
 */
export const mapl: MethodDefinition = {
  id: 'mapl',
  label: 'MAPL',
  idea: 'DPO that also makes an answer likelier after a prompt whose instructions it follows than after one that it violates.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr) - a\,\log\sigma\bigl(\beta\,(u^{+} - u^{-})\bigr) - b\,\log\sigma\bigl(\beta\,[(\tilde u - \tilde v) - (u - v)]\bigr)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    'u^{+}': 'that of the chosen answer after a prompt whose instructions it satisfies',
    'u^{-}': 'that of the same answer after a prompt that it violates',
    '\\tilde u': 'that of the chosen answer of a synthesised pair, which more instructions separate',
    '\\tilde v': 'that of its rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    a: 'weight of the comparison of prompts',
    b: 'weight of the comparison of pairs',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Multi-Level Aware Preference Learning: Enhancing RLHF for Complex Multi-Instruction Tasks',
    authors: 'Sun, Cai, Zhu, Zhao, Xue, Zhou, Li, Li',
    year: 2025,
    arxiv: '2505.12845',
  },
  reading:
    'Our reading of the abstract and of reviews: the comparisons of prompts and of pairs with DPO’s reward; how pairs are synthesised is ours.',
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
    {
      name: 'inter_weight',
      symbol: 'b',
      default: 0,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      // Whether there are synthesised pairs is settled before the first step.
      live: false,
      meaning:
        'Weight of comparing pairs that few and more instructions separate; the paper’s second term. 0: without.',
    },
  ],
  needs: {
    relation: 'pair',
    references: ['base'],
    reduction: 'sum',
    sides: ['satisfied', 'violated'],
    sidesWhere: { inter_weight: ['synthesisedChosen', 'synthesisedRejected'] },
  },
  compute(m, { chosen, rejected, side }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const margin = m.sub(chosenRewards, rejectedRewards);
    const rewardsApart = (first: SideName, second: SideName) =>
      m.scale(m.sub(logRatio(m, side(first)), logRatio(m, side(second))), beta);
    const intra = m.scale(m.logSigmoid(rewardsApart('satisfied', 'violated')), -(hyper.intra_weight as number));
    const withoutInter = m.add(m.neg(m.logSigmoid(margin)), intra);
    const interWeight = hyper.inter_weight as number;
    const wider = () => m.sub(rewardsApart('synthesisedChosen', 'synthesisedRejected'), margin);
    const losses = interWeight === 0 ? withoutInter : m.add(withoutInter, m.scale(m.logSigmoid(wider()), -interWeight));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { intra_weight: 0 } },
    {
      kind: 'valueAtReference',
      value: ({ intra_weight = Number.NaN, inter_weight = Number.NaN }) => (1 + intra_weight + inter_weight) * Math.LN2,
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no such loss.' },
  learningRate: 3e-4,
};
