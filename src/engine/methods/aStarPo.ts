import { sampleOutput } from './group/groupObjective.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * A*-PO: the best policy under a divergence penalty has β₂ log π/π_ref equal to r − V*; regress one onto the other. V* comes
 * from the reference's answers, once, before training.
 *
 * Paper: Brantley et al. 2025, "Accelerating RL for LLM Reasoning with Optimal Advantage Regression", arXiv 2505.20686; as
 * TRL's experimental A2POTrainer. The advantage is r − V*(x), with V* = β₁ log mean exp(r / β₁) over the reference's answers.
 * Deviation: β₂ of 1e-3 suits long answers; here 0.05, so that a reward of 1 asks for 20 nats.
 */
export const aStarPo: MethodDefinition = {
  id: 'a_star_po',
  label: 'A*-PO',
  idea: 'Regresses the log-ratio to the reference onto the optimal advantage, reward less the optimal value, on one answer a prompt.',
  tags: { data: 'samples', framework: 'online', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \bigl(\beta_2\,u - (r - V^{*})\bigr)^2`,
  symbols: {
    u: 'log-ratio of policy to reference on the policy’s answer, summed over its tokens',
    r: 'reward of the answer',
    'V^{*}': 'optimal value of the prompt, estimated from the reference’s answers',
    '\\beta_2': 'what a nat of log-ratio is worth in reward',
  },
  paper: {
    title: 'Accelerating RL for LLM Reasoning with Optimal Advantage Regression',
    authors: 'Brantley, Chen, Gao, Lee, Sun, Zhan, Zhang',
    year: 2025,
    arxiv: '2505.20686',
  },
  reading: 'Our reading of the loss is TRL’s, which was read; the paper’s own equation was not.',
  hyperparameters: [
    {
      name: 'beta2',
      symbol: '\\beta_2',
      default: 0.05,
      min: 0.001,
      max: 1,
      scale: 'log',
      step: 0.05,
      unit: 'reward/nat',
      meaning: 'What a nat of log-ratio is worth in reward: small values let the policy move far from the reference.',
    },
  ],
  needs: { relation: 'sample', references: ['base'], reduction: 'sum', columns: ['advantage'], sampling: true },
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const value = m.scale(logRatio(m, side), hyper.beta2 as number);
    return sampleOutput(m, batch, m.square(m.sub(value, side.column('advantage'))), {});
  },
  identities: [],
  trl: {
    trainer: 'A2POTrainer',
    loss_type: 'a_star_po',
    note: 'A trainer of its own, in trl.experimental.a2po; there is no loss_type to set. beta1 belongs to V*.',
    arguments: ({ beta2 = Number.NaN }) => ({ beta2 }),
  },
  learningRate: 1e-4,
};
