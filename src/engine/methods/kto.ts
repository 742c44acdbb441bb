import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Kahneman-Tversky optimisation: good and bad answers need not be paired; each is judged against an anchor K, the policy's
 * estimated distance from the reference.
 *
 * Paper: Ethayarajh et al. 2024, "KTO: Model Alignment as Prospect Theoretic Optimization", arXiv 2402.01306, equation 8.
 * K is the batch mean of the log-ratio on mismatched rows (the prompt of one with the completion of the next,
 * `data/collate.ts`), without gradient, not below 0; the loss is the mean over all rows, chosen and rejected, as in TRL.
 * Deviation: the paper's K is a mean over micro-batches of all devices; here there is one device.
 */
export const kto: MethodDefinition = {
  id: 'kto',
  label: 'KTO',
  idea: 'Judges each answer by itself, good or bad, against an anchor, and saturates both ways, as people do with gains and losses.',
  tags: { data: 'point-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \begin{cases} \lambda_D\,\bigl(1 - \sigma(\beta\,(u - K))\bigr) & \text{chosen} \\ \lambda_U\,\bigl(1 - \sigma(\beta\,(K - v))\bigr) & \text{rejected} \end{cases}`,
  symbols: {
    u: 'log-ratio of policy to reference on a chosen answer, summed over its tokens',
    v: 'the same on a rejected answer',
    K: 'mean log-ratio on answers to other prompts, at least 0: an estimate of the divergence',
    '\\beta': 'how strongly the reference holds the policy',
    '\\lambda_D': 'weight of chosen answers',
    '\\lambda_U': 'weight of rejected answers',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'KTO: Model Alignment as Prospect Theoretic Optimization',
    authors: 'Ethayarajh, Xu, Muennighoff, Jurafsky, Kiela',
    year: 2024,
    arxiv: '2402.01306',
  },
  hyperparameters: [
    {
      ...BETA,
      meaning: 'How fast the value of an answer saturates with its log-ratio; also holds the policy to the reference.',
    },
    {
      name: 'desirable_weight',
      symbol: '\\lambda_D',
      default: 1,
      min: 0.1,
      max: 5,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of chosen answers. Weight times count should be 1 to 4/3 times that of rejected answers.',
    },
    {
      name: 'undesirable_weight',
      symbol: '\\lambda_U',
      default: 1,
      min: 0.1,
      max: 5,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of rejected answers.',
    },
  ],
  needs: { relation: 'unpaired', references: ['base'], reduction: 'sum', sides: ['mismatched'] },
  compute(m, { chosen, rejected, side }, hyper) {
    const beta = hyper.beta as number;
    const anchor = m.maximum(m.stopGradient(m.mean(logRatio(m, side('mismatched')))), 0);
    const [u, v] = [logRatio(m, chosen), logRatio(m, rejected)];
    // 1 − σ(z) = σ(−z)
    const gains = m.scale(m.sigmoid(m.scale(m.sub(anchor, u), beta)), hyper.desirable_weight as number);
    const pains = m.scale(m.sigmoid(m.scale(m.sub(v, anchor), beta)), hyper.undesirable_weight as number);
    const losses = m.concat(gains, pains);
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(u, beta), rejectedRewards: m.scale(v, beta) };
  },
  identities: [
    {
      kind: 'valueAtReference',
      // On as many chosen as rejected rows.
      value: ({ desirable_weight = Number.NaN, undesirable_weight = Number.NaN }) =>
        (desirable_weight + undesirable_weight) / 4,
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'KTOTrainer',
    loss_type: 'kto',
    note:
      'Both estimate the anchor K on mismatched rows, but not on the same ones. The page puts the next pair’s answer to a ' +
      'prompt, chosen and rejected by turns, one such row a pair; TRL the previous row’s, one a row. The first update ' +
      'agrees, where K is 0 (policy and reference are one); after that curves part by the noise of that estimate.',
  },
  learningRate: 3e-4,
};
