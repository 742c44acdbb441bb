import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Hinge: pairs whose margin has reached 1 stop pushing.
 *
 * Paper: Zhao et al. 2023, "SLiC-HF", arXiv 2305.10425, in the reference-normalised form of Liu et al. 2023 (RSO,
 * arXiv 2309.06657, "hinge-norm"), whose γ is our β.
 * Deviation: SLiC-HF itself subtracts no reference and adds a likelihood term; this is RSO's "hinge-norm", as in TRL.
 */
export const hinge: MethodDefinition = {
  id: 'hinge',
  label: 'Hinge (SLiC)',
  idea: 'Pushes every pair equally hard until its margin reaches 1, then leaves it alone.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \max\bigl(0,\; 1 - \beta\,(u - v)\bigr)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\beta': 'the margin is reached at a gap of 1/β nats',
  },
  paper: {
    title: 'SLiC-HF: Sequence Likelihood Calibration with Human Feedback',
    authors: 'Zhao, Joshi, Liu, Khalman, Saleh, Liu',
    year: 2023,
    arxiv: '2305.10425',
  },
  hyperparameters: [{ ...BETA, meaning: 'A pair is done once its log-ratios differ by 1/β nats: 10 at β = 0.1.' }],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const losses = m.relu(m.sub(1, m.sub(chosenRewards, rejectedRewards)));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'valueAtReference', value: () => 1 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'hinge' },
  learningRate: 3e-4,
};
