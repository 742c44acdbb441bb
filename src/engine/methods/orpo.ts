import { fullNll, perToken } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Odds-ratio preference optimisation: fine-tuning and preference in one, without a reference.
 *
 * Paper: Hong, Lee, Thorne 2024, "ORPO: Monolithic Preference Optimization without Reference Model", arXiv 2403.07691,
 * equations 6 and 7; its λ is `beta` in TRL.
 * Deviation: the likelihood term covers prompt and completion tokens, averaged over all of the batch, as in TRL and the
 * authors' code. Log-probs per token enter the odds no closer to 0 than −1e-7, where a probability of 1 would have
 * infinite odds.
 */
export const orpo: MethodDefinition = {
  id: 'orpo',
  label: 'ORPO',
  idea: 'Imitates the chosen answer and, in the same breath, raises its odds against the rejected one; needs no reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = \mathrm{NLL}(x, y_w) - \lambda\,\log\sigma\Bigl(\log\frac{\mathrm{odds}(y_w)}{\mathrm{odds}(y_l)}\Bigr),\quad \mathrm{odds}(y) = \frac{e^{\bar\ell}}{1 - e^{\bar\ell}}`,
  symbols: {
    '\\mathrm{NLL}': 'negative log-likelihood per token of prompt and chosen answer',
    '\\bar\\ell': 'log-prob of an answer per token',
    '\\lambda': 'weight of the odds-ratio term',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'ORPO: Monolithic Preference Optimization without Reference Model',
    authors: 'Hong, Lee, Thorne',
    year: 2024,
    arxiv: '2403.07691',
  },
  hyperparameters: [
    {
      name: 'beta',
      symbol: '\\lambda',
      default: 0.1,
      min: 0.05,
      max: 1,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of the odds-ratio term beside imitation (λ in the paper, beta in TRL).',
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'mean' },
  compute(m, { chosen, rejected }, hyper) {
    const lambda = hyper.beta as number;
    const [averageW, averageL] = [perToken(m, chosen.logps, chosen), perToken(m, rejected.logps, rejected)];
    const [w, l] = [m.minimum(averageW, -1e-7), m.minimum(averageL, -1e-7)];
    const logOdds = m.sub(m.sub(w, l), m.sub(m.log1mexp(w), m.log1mexp(l)));
    const losses = m.add(fullNll(m, chosen), m.scale(m.logSigmoid(logOdds), -lambda));
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(averageW, lambda),
      rejectedRewards: m.scale(averageL, lambda),
    };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'ORPOTrainer',
    loss_type: 'orpo',
    note:
      'The trainer has one loss and no loss_type; λ is its beta. Its likelihood term covers prompt and answer tokens, ' +
      'averaged over all of a pass. TRL logs logps/* per token; the page logs sums.',
    arguments: ({ beta = Number.NaN }) => ({ beta }),
  },
  learningRate: 3e-4,
};
