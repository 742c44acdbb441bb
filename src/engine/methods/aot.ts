import { AOT_HYPERPARAMETERS, AOT_NOTE, AOT_PAPER } from './aotSettings.ts';
import { SIGMA } from './pairSymbols.ts';
import { implicitRewards, smoothedLogistic } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * AOT: compares the distribution of preference margins under the policy with that under the reference, rank by rank.
 *
 * Paper: Melnyk et al. 2024, "Distributional Preference Alignment of LLMs via Optimal Transport", arXiv 2406.05882, the paired
 * form with the logistic loss, as TRL's 'aot'. No deviation.
 * Losses are by rank, not by pair: the i-th smallest margin of either side. Ranks are within a micro-batch: accumulated ones do
 * not mix, and one of a single pair is DPO.
 */
export const aot: MethodDefinition = {
  id: 'aot',
  label: 'AOT',
  idea: 'Sorts the batch’s margins under policy and reference and lifts each quantile of the first above the same of the second.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -(1-\varepsilon)\log\sigma(\beta\delta_i) - \varepsilon\log\sigma(-\beta\delta_i),\quad \delta_i = (\ell_w - \ell_l)_{(i)} - (\ell^{\mathrm{ref}}_w - \ell^{\mathrm{ref}}_l)_{(i)}`,
  symbols: {
    '\\ell_w':
      'log-prob of the chosen answer, summed over its tokens (ℓ_l: of the rejected one; ref: under the reference)',
    '{}_{(i)}': 'the i-th smallest of the batch',
    '\\beta': 'how strongly the reference holds the policy',
    '\\varepsilon': 'assumed share of wrong labels',
    ...SIGMA,
  },
  paper: AOT_PAPER,
  hyperparameters: AOT_HYPERPARAMETERS,
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const { chosen, rejected } = batch;
    const [beta, epsilon] = [hyper.beta as number, hyper.label_smoothing as number];
    const policy = m.sort(m.sub(chosen.logps, rejected.logps));
    const reference = m.sort(m.sub(chosen.refLogps, rejected.refLogps));
    const losses = smoothedLogistic(m, m.scale(m.sub(policy, reference), beta), epsilon);
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'aot', note: AOT_NOTE },
  learningRate: 3e-4,
};
