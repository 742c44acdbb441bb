import { AOT_HYPERPARAMETERS, AOT_NOTE, AOT_PAPER } from './aotSettings.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards, logRatio, smoothedLogistic } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Unpaired AOT: compares the distribution of the chosen answers' log-ratios with that of the rejected ones', rank by rank.
 *
 * Paper: Melnyk et al. 2024, arXiv 2406.05882, the unpaired form with the logistic loss, as TRL's 'aot_unpaired' ('aot_pair' up
 * to 0.23).
 * Deviation: as in TRL it takes as many chosen as rejected answers, which come as pairs. Losses are by rank, as in AOT.
 */
export const aotUnpaired: MethodDefinition = {
  id: 'aot_unpaired',
  label: 'AOT (unpaired)',
  idea: 'Sorts the log-ratios of chosen and of rejected answers and lifts each quantile of the first above the same of the second.',
  tags: { data: 'point-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -(1-\varepsilon)\log\sigma(\beta\delta_i) - \varepsilon\log\sigma(-\beta\delta_i),\quad \delta_i = u_{(i)} - v_{(i)}`,
  symbols: {
    ...LOG_RATIOS,
    '{}_{(i)}': 'the i-th smallest of the batch',
    '\\beta': 'how strongly the reference holds the policy',
    '\\varepsilon': 'assumed share of wrong labels',
    ...SIGMA,
  },
  paper: AOT_PAPER,
  hyperparameters: AOT_HYPERPARAMETERS,
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const [beta, epsilon] = [hyper.beta as number, hyper.label_smoothing as number];
    const gaps = m.sub(m.sort(logRatio(m, batch.chosen)), m.sort(logRatio(m, batch.rejected)));
    const losses = smoothedLogistic(m, m.scale(gaps, beta), epsilon);
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'aot_unpaired', note: AOT_NOTE },
  learningRate: 3e-4,
};
