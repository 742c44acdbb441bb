import { tokenMean } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments, TOKEN_CLIPPING } from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * GRPO with every token of a micro-batch weighing the same, however long its answer is.
 *
 * Paper: Yu et al. 2025, "DAPO", arXiv 2503.14476, equation 8, on each micro-batch by itself: TRL's loss_type 'bnpo'. (The name
 * there stems from a normalisation by the batch; the beta-normalised rewards of arXiv 2506.02864 are another method.)
 * With the reference as the policy that drew the samples it is HALOs' GRPO.
 */
export const bnpo: MethodDefinition = {
  id: 'bnpo',
  label: 'BNPO',
  idea: 'GRPO in which each token of a micro-batch weighs the same, so that a long answer counts by its length.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{\sum |y|} \sum_y \sum_t \Bigl[ -\min\bigl(\rho_t A,\ \mathrm{clip}(\rho_t, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta\,\mathrm{KL}_t \Bigr]`,
  symbols: { ...GROUP_SYMBOLS, '|y|': 'tokens of an answer; the sum runs over the micro-batch' },
  paper: {
    title: 'DAPO: An Open-Source LLM Reinforcement Learning System at Scale',
    authors: 'Yu et al.',
    year: 2025,
    arxiv: '2503.14476',
  },
  hyperparameters: TOKEN_CLIPPING,
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, tokenRatio(m, batch.side('sample')), tokenMean);
  },
  identities: [
    // Where the step is one micro-batch.
    { kind: 'equals', method: 'dapo', when: {} },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'GRPOTrainer', loss_type: 'bnpo', arguments: grpoArguments({ loss_type: 'bnpo' }) },
  learningRate: 1e-4,
};
