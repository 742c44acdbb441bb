import { tokenMeanOfStep } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import {
  CLIP_OPTIONS,
  EPSILON_HIGH,
  EPSILON_LOW,
  GROUP_SYMBOLS,
  GROUP_TAGS,
  groupNeeds,
  grpoArguments,
} from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * DAPO's loss: every token of the step weighs the same, and good answers may be pulled further than bad ones are pushed.
 *
 * Paper: Yu et al. 2025, "DAPO", arXiv 2503.14476, equation 8; as TRL's loss_type 'dapo'.
 * Deviation: of the paper's five parts this is the token-level loss and the higher upper bound; which groups and answers are
 * kept (dynamic sampling, overlong filtering) is the sampler's.
 */
export const dapo: MethodDefinition = {
  id: 'dapo',
  label: 'DAPO',
  idea: 'GRPO in which each token of the whole step weighs the same, and rare tokens of good answers may grow further.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{\sum |y|} \sum_y \sum_t \Bigl[ -\min\bigl(\rho_t A,\ \mathrm{clip}(\rho_t, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta\,\mathrm{KL}_t \Bigr]`,
  symbols: { ...GROUP_SYMBOLS, '|y|': 'tokens of an answer; the sum runs over all micro-batches of a step' },
  paper: {
    title: 'DAPO: An Open-Source LLM Reinforcement Learning System at Scale',
    authors: 'Yu et al.',
    year: 2025,
    arxiv: '2503.14476',
  },
  hyperparameters: [EPSILON_LOW, { ...EPSILON_HIGH, default: 0.28 }, ...CLIP_OPTIONS],
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, tokenRatio(m, batch.side('sample')), tokenMeanOfStep);
  },
  identities: [
    { kind: 'equals', method: 'bnpo', when: {} },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'GRPOTrainer',
    loss_type: 'dapo',
    note: 'TRL’s default loss. Overlong filtering is mask_truncated_completions.',
    arguments: grpoArguments({ loss_type: 'dapo' }),
  },
  learningRate: 1e-4,
};
