import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import type { Hyperparameters, MethodDefinition, ScoredSide } from './types.ts';

/**
 * Humanline DPO: every token's log-ratio is held inside a range, as people overlook very large and very small changes.
 *
 * Paper: Liu, Muennighoff, Ethayarajh 2025, "Humanline: Online Alignment as Perceptual Loss", arXiv 2509.24207, the DPO
 * variant of the HALOs code.
 * Log-ratios are clamped token by token, then summed; a token outside the range gets no gradient. Logged rewards are β times the
 * clamped sums, as there.
 * Deviation: the authors also renew the reference from the policy every few steps; ours stays.
 */
export const humanline: MethodDefinition = {
  id: 'dpo_humanline',
  label: 'Humanline DPO',
  idea: 'DPO in which a token whose probability has already moved far from the reference pushes no further.',
  tags: DPO_TAGS,
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(\hat u - \hat v)\bigr),\quad \hat u = \sum_t \min\bigl(\varepsilon_R, \max(\varepsilon_P, u_t)\bigr)`,
  symbols: {
    u_t: 'log-ratio of policy to reference at token t of the chosen answer (v: of the rejected)',
    '\\varepsilon_P': 'least log-ratio that counts',
    '\\varepsilon_R': 'greatest log-ratio that counts',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Humanline: Online Alignment as Perceptual Loss',
    authors: 'Liu, Muennighoff, Ethayarajh',
    year: 2025,
    arxiv: '2509.24207',
  },
  hyperparameters: [
    BETA,
    {
      name: 'log_epsilon_P',
      symbol: '\\varepsilon_P',
      default: -1,
      min: -5,
      max: 0,
      scale: 'linear',
      step: 0.1,
      unit: 'nats',
      meaning:
        'Least log-ratio of a token that counts. At −1 a token may lose a factor of 2.7 before it stops pushing.',
    },
    {
      name: 'log_epsilon_R',
      symbol: '\\varepsilon_R',
      default: 1.5,
      min: 0,
      max: 5,
      scale: 'linear',
      step: 0.1,
      unit: 'nats',
      meaning: 'Greatest log-ratio of a token that counts. At 1.5 a token may gain a factor of 4.5.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(clampedLogRatio(m, chosen, hyper), beta);
    const rejectedRewards = m.scale(clampedLogRatio(m, rejected, hyper), beta);
    const losses = m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards)));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { log_epsilon_P: -1e6, log_epsilon_R: 1e6 } },
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL clamps no log-ratios in DPO; the authors’ HALOs code does with humanline=true.' },
  learningRate: 3e-4,
};

/** Σ over tokens of the log-ratio within its range, nats. [B] */
function clampedLogRatio(m: MathInterface, { tokens }: ScoredSide, hyper: Hyperparameters): Expression {
  const ratios = m.sub(tokens.logps, tokens.refLogps); // [K]
  const raised = m.maximum(ratios, hyper.log_epsilon_P as number);
  return tokens.sum(m.minimum(raised, hyper.log_epsilon_R as number));
}
