import { BETA } from './beta.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import { LOG_RATIOS } from './pairSymbols.ts';
import { comparedRewards, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * KTO on pairs: each answer is judged by itself against how far the answers of the other kind have moved.
 *
 * Paper: Ethayarajh et al. 2024, "KTO: Model Alignment as Prospect Theoretic Optimization", arXiv 2402.01306, in the form
 * that DPO trainers carried as `kto_pair` (here after the SamPO code).
 * Log-probs are summed. Losses: the chosen answers', then the rejected ones'.
 * Deviation: the point of comparison is the batch mean over the other side, not over mismatched answers, and it carries a
 * gradient; both are that code's, where the paper detaches it.
 */
export const ktoPair: MethodDefinition = {
  id: 'kto_pair',
  label: 'KTO on pairs',
  idea: 'Judges each answer by itself: the chosen one against how far rejected answers have moved, and the other way round.',
  tags: DPO_TAGS,
  formula: String.raw`\mathcal{L} = \tfrac12\Bigl[1 - \sigma\bigl(\beta\,(u - \max(0, \bar v))\bigr)\Bigr] + \tfrac12\Bigl[1 - \sigma\bigl(\beta\,(\max(0, \bar u) - v)\bigr)\Bigr]`,
  symbols: {
    ...LOG_RATIOS,
    '\\bar u': 'mean of u over the batch',
    '\\bar v': 'mean of v over the batch',
    '\\beta': 'how soon a reward saturates',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'KTO: Model Alignment as Prospect Theoretic Optimization',
    authors: 'Ethayarajh, Xu, Muennighoff, Jurafsky, Kiela',
    year: 2024,
    arxiv: '2402.01306',
  },
  hyperparameters: [BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const { chosenRewards, rejectedRewards } = comparedRewards(m, batch, beta);
    const chosenMoved = m.scale(m.relu(m.mean(logRatio(m, batch.chosen))), beta);
    const rejectedMoved = m.scale(m.relu(m.mean(logRatio(m, batch.rejected))), beta);
    const losses = m.concat(
      m.sigmoid(m.sub(rejectedMoved, chosenRewards)),
      m.sigmoid(m.sub(rejectedRewards, chosenMoved)),
    );
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'valueAtReference', value: () => 0.5 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL’s DPOTrainer dropped kto_pair; its KTOTrainer takes unpaired rows.' },
  learningRate: 3e-4,
};
