import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Robust DPO: an unbiased estimate of the loss on clean labels when a share ε of them was flipped at random.
 *
 * Paper: Chowdhury, Kini, Natarajan 2024, "Provably Robust DPO", arXiv 2403.00409 (the rDPO loss).
 * Takes the same ε as cDPO and behaves the opposite way: it overstates the labels instead of doubting them. Unbounded
 * below: its slope tends to −ε/(1 − 2ε) as the margin grows, so margins never stop growing and a model that memorises
 * over-fits. No deviation; in particular the margin is not clamped.
 */
export const robust: MethodDefinition = {
  id: 'robust',
  label: 'Robust DPO',
  idea: 'Corrects DPO for a known share ε of flipped labels: right on average over many pairs, but margins never stop growing.',
  tags: { data: 'noise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \frac{-(1-\varepsilon)\log\sigma(z) + \varepsilon\log\sigma(-z)}{1-2\varepsilon},\quad z = \beta\,(u - v)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    '\\varepsilon': 'share of flipped labels',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Provably Robust DPO: Aligning Language Models with Noisy Feedback',
    authors: 'Chowdhury, Kini, Natarajan',
    year: 2024,
    arxiv: '2403.00409',
  },
  hyperparameters: [
    BETA,
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 0.1,
      min: 0,
      max: 0.45,
      scale: 'linear',
      step: 0.01,
      meaning:
        'Share of labels believed to be flipped. The loss is divided by 1 − 2ε, so it grows noisy near one half.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const [beta, epsilon] = [hyper.beta as number, hyper.label_smoothing as number];
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const z = m.sub(chosenRewards, rejectedRewards);
    const clean = m.scale(m.logSigmoid(z), -(1 - epsilon));
    const flipped = m.scale(m.logSigmoid(m.neg(z)), epsilon);
    const losses = m.scale(m.add(clean, flipped), 1 / (1 - 2 * epsilon));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  knob: 'epsilon',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { label_smoothing: 0 } },
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'robust' },
  learningRate: 3e-4,
};
