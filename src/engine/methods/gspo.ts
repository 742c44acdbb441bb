import { sequenceMeans } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { sequenceRatio } from './group/ratio.ts';
import {
  CLIP_OPTIONS,
  GROUP_SYMBOLS,
  GROUP_TAGS,
  groupNeeds,
  grpoArguments,
  SEQUENCE_EPSILONS,
} from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * GSPO: one ratio for a whole answer, the geometric mean of its tokens' ratios, since the reward too is one for the answer.
 *
 * Paper: Zheng et al. 2025, "Group Sequence Policy Optimization", arXiv 2507.18071, equations 5 and 7; TRL's
 * importance_sampling_level 'sequence'.
 * Deviation: bounds ten times the paper's by default: answers are shorter here, so the mean log-ratio of one varies more.
 */
export const gspo: MethodDefinition = {
  id: 'gspo',
  label: 'GSPO',
  idea: 'GRPO with one ratio for a whole answer: it is kept or clipped as a whole, as its reward is for the whole.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \Bigl[ -\min\bigl(s A,\ \mathrm{clip}(s, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \frac{\beta}{|y|} \sum_t \mathrm{KL}_t \Bigr],\quad s = \Bigl(\prod_t \rho_t\Bigr)^{1/|y|}`,
  symbols: { ...GROUP_SYMBOLS, s: 'geometric mean of the ratios of an answer’s tokens', '|y|': 'tokens of an answer' },
  paper: {
    title: 'Group Sequence Policy Optimization',
    authors: 'Zheng et al.',
    year: 2025,
    arxiv: '2507.18071',
  },
  hyperparameters: [...SEQUENCE_EPSILONS, ...CLIP_OPTIONS],
  needs: groupNeeds('mean'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, sequenceRatio(m, batch.side('sample')), sequenceMeans);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'GRPOTrainer',
    loss_type: 'grpo',
    note: 'It is importance_sampling_level that makes GRPO GSPO.',
    arguments: grpoArguments({ loss_type: 'grpo', importance_sampling_level: 'sequence' }),
  },
  learningRate: 1e-4,
};
