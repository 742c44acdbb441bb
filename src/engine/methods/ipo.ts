import { BETA } from './beta.ts';
import { logRatio, perToken } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Identity preference optimisation: regress the difference of log-ratios onto a fixed target instead of pushing it for ever.
 *
 * Paper: Azar et al. 2023, "A General Theoretical Paradigm to Understand Learning from Human Preferences", arXiv 2310.12036,
 * equation 17; its τ is our β.
 * Deviation: by default the log-ratios are averaged over tokens, as in TRL (confirmed there with the authors); the paper's
 * text and the original DPO code sum them: `ipo_average` 0. The target 1/(2β) is in nats per token or nats accordingly.
 * Logged rewards are β times the summed log-ratio either way, as TRL logs them.
 */
export const ipo: MethodDefinition = {
  id: 'ipo',
  label: 'IPO',
  idea: 'Draws the gap between the two log-ratios to the target 1/(2β) and back from beyond it, so margins cannot run away.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \Bigl(\bar u - \bar v - \frac{1}{2\beta}\Bigr)^2`,
  symbols: {
    '\\bar u': 'log-ratio of policy to reference on the chosen answer, per token (or summed)',
    '\\bar v': 'the same on the rejected answer',
    '\\beta': 'sets the target 1/(2β) of the gap',
  },
  paper: {
    title: 'A General Theoretical Paradigm to Understand Learning from Human Preferences',
    authors: 'Azar, Rowland, Piot, Guo, Calandriello, Valko, Munos',
    year: 2023,
    arxiv: '2310.12036',
  },
  hyperparameters: [
    { ...BETA, meaning: 'The gap aims at 1/(2β): 5 at β = 0.1. A small β asks for a large gap.' },
    {
      name: 'ipo_average',
      symbol: 'a',
      default: 1,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Whether log-ratios are averaged over tokens (TRL) or summed (paper text, original code).',
      options: [
        { value: 1, label: 'per token' },
        { value: 0, label: 'sum' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'mean' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const [u, v] = [logRatio(m, chosen), logRatio(m, rejected)];
    const averaged = hyper.ipo_average === 1;
    const gap = averaged ? m.sub(perToken(m, u, chosen), perToken(m, v, rejected)) : m.sub(u, v);
    const losses = m.square(m.sub(gap, 1 / (2 * beta)));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(u, beta), rejectedRewards: m.scale(v, beta) };
  },
  identities: [{ kind: 'valueAtReference', value: ({ beta = Number.NaN }) => 1 / (2 * beta) ** 2 }],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'ipo',
    note:
      'TRL averages log-ratios over tokens, as ipo_average 1 does here. Summed log-ratios (ipo_average 0: the paper’s ' +
      'text, the original DPO code) have no setting there.',
    arguments: ({ beta = Number.NaN, ipo_average }) => ({ loss_type: ipo_average === 1 ? 'ipo' : null, beta }),
  },
  learningRate: 3e-4,
};
