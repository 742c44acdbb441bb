import { sequenceSums } from './group/aggregate.ts';
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
 * LUSPO: GSPO with each answer's loss multiplied by its length, which undoes GSPO's preference for short answers.
 *
 * Paper: Liu et al. 2026, "Length-Unbiased Sequence Policy Optimization", arXiv 2602.05261; as TRL's loss_type 'luspo'.
 * With β > 0 the divergence is summed over an answer's own tokens, as there from 1.10 on; earlier TRL's sum took in padding too.
 */
export const luspo: MethodDefinition = {
  id: 'luspo',
  label: 'LUSPO',
  idea: 'GSPO with each answer’s loss multiplied by its length, so that each token pushes as hard in a long answer as in a short one.',
  tags: { ...GROUP_TAGS, property: 'length' },
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \Bigl[ -|y|\,\min\bigl(s A,\ \mathrm{clip}(s, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta \sum_t \mathrm{KL}_t \Bigr],\quad s = \Bigl(\prod_t \rho_t\Bigr)^{1/|y|}`,
  symbols: { ...GROUP_SYMBOLS, s: 'geometric mean of the ratios of an answer’s tokens', '|y|': 'tokens of an answer' },
  paper: {
    title: 'Length-Unbiased Sequence Policy Optimization: Revealing and Controlling Response Length Variation in RLVR',
    authors: 'Liu et al.',
    year: 2026,
    arxiv: '2602.05261',
  },
  reading: 'Our reading of the loss is TRL’s, which was read; the paper’s own equation was not.',
  hyperparameters: [...SEQUENCE_EPSILONS, ...CLIP_OPTIONS],
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, sequenceRatio(m, batch.side('sample')), sequenceSums);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'GRPOTrainer',
    loss_type: 'luspo',
    arguments: grpoArguments({ loss_type: 'luspo', importance_sampling_level: 'sequence' }),
  },
  learningRate: 1e-4,
};
