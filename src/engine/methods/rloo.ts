import { clipped } from './group/clip.ts';
import { sampleOutput } from './group/groupObjective.ts';
import { productRatio } from './group/ratio.ts';
import { EPSILON_HIGH, EPSILON_LOW, GROUP_SYMBOLS, GROUP_TAGS, grpoArguments } from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * RLOO: REINFORCE on whole answers, each against the mean reward of the others of its group.
 *
 * Paper: Ahmadian et al. 2024, "Back to Basics", arXiv 2402.14740; the ratio and its clipping, for reused samples,
 * are TRL's RLOOTrainer. The divergence from the reference is part of the reward there, hence of the advantages
 * (`group/advantages.ts`).
 */
export const rloo: MethodDefinition = {
  id: 'rloo',
  label: 'RLOO',
  idea: 'Plain policy gradient on whole answers, each judged against the mean reward of the other answers to its prompt.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = -\frac{1}{N} \sum_y \min\bigl(w A,\ \mathrm{clip}(w, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr),\quad w = \prod_t \rho_t,\quad A_i = R_i - \frac{1}{G - 1} \sum_{j \neq i} R_j`,
  symbols: {
    '\\rho_t': GROUP_SYMBOLS['\\rho_t'],
    w: 'probability ratio of the whole answer',
    A: 'advantage: by how much the answer’s reward beats the mean of the others of its group',
    R: 'reward, less the divergence from the reference',
    G: 'answers in a group',
    '\\varepsilon_{low}': GROUP_SYMBOLS['\\varepsilon_{low}'],
    '\\varepsilon_{high}': GROUP_SYMBOLS['\\varepsilon_{high}'],
  },
  paper: {
    title: 'Back to Basics: Revisiting REINFORCE Style Optimization for Learning from Human Feedback in LLMs',
    authors: 'Ahmadian et al.',
    year: 2024,
    arxiv: '2402.14740',
  },
  hyperparameters: [EPSILON_LOW, EPSILON_HIGH],
  needs: { relation: 'sample', references: ['old'], reduction: 'sum', columns: ['advantage'], sampling: true },
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const { terms, metrics } = clipped(m, side, productRatio(m, side), hyper);
    return sampleOutput(m, batch, terms, metrics);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'RLOOTrainer',
    loss_type: 'rloo',
    note: 'A trainer of its own; there is no loss_type to set. Its beta weighs the divergence within the reward.',
    arguments: grpoArguments({}),
  },
  learningRate: 1e-4,
};
