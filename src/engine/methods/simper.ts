import { perToken } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * SimPER: raise the chosen answer's inverse perplexity, lower the rejected one's; nothing to set.
 *
 * Paper: Xiao et al. 2025, "SimPER: A Minimalist Approach to Preference Alignment without Hyperparameters",
 * arXiv 2502.00883, as in its simper_trainer.py.
 * Inverse perplexity is exp of the log-prob per token, between 0 and 1. Logged rewards are the log-probs per token, as in the
 * authors' code. No deviation.
 */
export const simper: MethodDefinition = {
  id: 'simper',
  label: 'SimPER',
  idea: 'Raises the inverse perplexity of the chosen answer and lowers that of the rejected one: no reference, nothing to set.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'length' },
  formula: String.raw`\mathcal{L} = -e^{\bar\ell_w} + e^{\bar\ell_l}`,
  symbols: {
    '\\bar\\ell_w': 'log-prob of the chosen answer per token',
    '\\bar\\ell_l': 'the same of the rejected answer',
  },
  paper: {
    title: 'SimPER: A Minimalist Approach to Preference Alignment without Hyperparameters',
    authors: 'Xiao, Yuan, Chen, Li, Liang, Ren, Honavar',
    year: 2025,
    arxiv: '2502.00883',
  },
  hyperparameters: [],
  needs: { relation: 'pair', references: [], reduction: 'mean' },
  compute(m, { chosen, rejected }) {
    const chosenRewards = perToken(m, chosen.logps, chosen);
    const rejectedRewards = perToken(m, rejected.logps, rejected);
    const losses = m.sub(m.exp(rejectedRewards), m.exp(chosenRewards));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { none: 'TRL has no loss on perplexities.' },
  learningRate: 1e-4,
};
