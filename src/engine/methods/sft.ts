import { BETA } from './beta.ts';
import { completionNll, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Supervised fine-tuning on the chosen answers: the baseline that every preference objective has to beat.
 *
 * Paper: Ouyang et al. 2022, "Training language models to follow instructions with human feedback", arXiv 2203.02155,
 * section 3.5, step 1. As loss_type 'sft' of TRL's DPOTrainer: completion tokens only, averaged over all of the batch.
 * The reference and β serve the logged rewards alone, so that its curves can be laid over the others'.
 */
export const sft: MethodDefinition = {
  id: 'sft',
  label: 'SFT',
  idea: 'Plain imitation of the chosen answers; the rejected ones are ignored. The baseline to beat.',
  tags: { data: 'demonstrations', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\frac{1}{\sum |y_w|} \sum \ell_w`,
  symbols: {
    '\\ell_w': 'log-prob of a chosen answer, summed over its tokens',
    '|y_w|': 'its length in tokens; both sums run over the batch',
  },
  paper: {
    title: 'Training language models to follow instructions with human feedback',
    authors: 'Ouyang et al.',
    year: 2022,
    arxiv: '2203.02155',
  },
  hyperparameters: [
    { ...BETA, meaning: 'Scales the logged rewards so that they compare with DPO’s. It does not act on training.' },
  ],
  needs: { relation: 'completion', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const losses = completionNll(m, chosen);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(logRatio(m, chosen), beta),
      rejectedRewards: m.scale(logRatio(m, rejected), beta),
    };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sft',
    note:
      'Averaged over all chosen tokens of a pass. β only scales the logged rewards. SFTTrainer with completion_only_loss ' +
      'trains the same without logging rewards.',
  },
  learningRate: 3e-4,
};
