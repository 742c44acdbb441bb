import { tdpo1, tokenLevelLoss } from './tdpo1.ts';
import type { MethodDefinition } from './types.ts';

/**
 * TDPO2: TDPO1 with the drift scaled by α, and held back on the rejected answer only.
 *
 * Paper: Zeng et al. 2024, "Token-level Direct Preference Optimization", arXiv 2404.11999, its second
 * loss, as in its trainers.py.
 * The chosen answer's K gets no gradient; otherwise as TDPO1. At α = 0 the loss is DPO's, but rewards are logged with K.
 * No deviation.
 */
export const tdpo2: MethodDefinition = {
  ...tdpo1,
  id: 'tdpo2',
  label: 'TDPO2',
  idea: 'DPO that keeps the policy’s drift from the reference along the rejected answer near that along the chosen one, token by token.',
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\,\bigl[u - v - \alpha\,(K_l - \mathrm{sg}(K_w))\bigr]\Bigr),\quad K = \sum_t \mathrm{KL}\bigl(\pi_{\mathrm{ref}} \,\Vert\, \pi\bigr)_t`,
  symbols: { ...tdpo1.symbols, '\\alpha': 'how much the drift counts', '\\mathrm{sg}': 'held fixed: no gradient' },
  hyperparameters: [
    ...tdpo1.hyperparameters,
    {
      name: 'alpha',
      symbol: '\\alpha',
      default: 0.5,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'How much the drift from the reference counts. 0 leaves DPO’s loss.',
    },
  ],
  compute(m, batch, hyper) {
    const drift = m.sub(batch.rejected.kl, m.stopGradient(batch.chosen.kl));
    return tokenLevelLoss(m, batch, hyper.beta as number, m.scale(drift, hyper.alpha as number));
  },
  learningRate: 3e-4,
};
