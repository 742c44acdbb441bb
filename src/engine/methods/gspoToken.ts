import { sequenceMeans } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { sequenceTokenRatio } from './group/ratio.ts';
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
 * GSPO-token: GSPO's ratio in value, each token's own in gradient, which lets tokens have advantages of their own.
 *
 * Paper: Zheng et al. 2025, "Group Sequence Policy Optimization", arXiv 2507.18071, section 4.3; as TRL's experimental
 * GSPO-token trainer. With one advantage an answer, as here, loss and gradient are GSPO's.
 */
export const gspoToken: MethodDefinition = {
  id: 'gspo_token',
  label: 'GSPO-token',
  idea: 'GSPO written token by token, so that tokens could have advantages of their own; with one advantage an answer it is GSPO.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \frac{1}{|y|} \sum_t \Bigl[ -\min\bigl(s_t A,\ \mathrm{clip}(s_t, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta\,\mathrm{KL}_t \Bigr],\quad s_t = \mathrm{sg}(s)\,\frac{\pi_t}{\mathrm{sg}(\pi_t)}`,
  symbols: {
    ...GROUP_SYMBOLS,
    s: 'geometric mean of the ratios of an answer’s tokens',
    '\\pi_t': 'probability of token t under the policy',
    '\\mathrm{sg}': 'held fixed in the gradient',
  },
  paper: {
    title: 'Group Sequence Policy Optimization',
    authors: 'Zheng et al.',
    year: 2025,
    arxiv: '2507.18071',
  },
  hyperparameters: [...SEQUENCE_EPSILONS, ...CLIP_OPTIONS],
  needs: groupNeeds('mean'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, sequenceTokenRatio(m, batch.side('sample')), sequenceMeans);
  },
  identities: [
    { kind: 'equals', method: 'gspo', when: {} },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'GRPOTrainer',
    loss_type: 'grpo',
    note:
      'This is GSPO, whose loss and gradient are the same where an answer has one advantage, as there. The trainer of ' +
      'trl.experimental.gspo_token was dropped after TRL 1.13.',
    arguments: grpoArguments({ loss_type: 'grpo', importance_sampling_level: 'sequence' }),
  },
  learningRate: 1e-4,
};
