import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * DPO-Positive: DPO that charges for every nat by which the chosen answer falls below the reference.
 *
 * Paper: Pal et al. 2024, "Smaug: Fixing Failure Modes of Preference Optimisation with DPO-Positive", arXiv 2402.13228,
 * the DPOP loss as SamPO's dpo_trainer.py has it.
 * The charge stands inside the log-sigmoid, times β. Log-probs are summed. Logged rewards leave the charge out.
 * Deviation: λ starts at 5 here; the paper's 50 assumes answers of hundreds of tokens.
 */
export const dpop: MethodDefinition = {
  id: 'dpop',
  label: 'DPOP (Smaug)',
  idea: 'DPO that charges λ for every nat by which the chosen answer becomes less likely than under the reference.',
  tags: { ...DPO_TAGS, property: 'likelihood' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\,\bigl[u - v - \lambda\max(0, -u)\bigr]\Bigr)`,
  symbols: { ...DPO_SYMBOLS, '\\lambda': 'charge per nat below the reference' },
  paper: {
    title: 'Smaug: Fixing Failure Modes of Preference Optimisation with DPO-Positive',
    authors: 'Pal, Karkhanis, Dooley, Roberts, Naidu, White',
    year: 2024,
    arxiv: '2402.13228',
  },
  reading:
    'Our reading of the charge’s place, inside the log-sigmoid, rests on public code (SamPO), with which our numbers agree.',
  hyperparameters: [
    BETA,
    {
      name: 'dpop_lambda',
      symbol: '\\lambda',
      default: 5,
      min: 0,
      max: 50,
      scale: 'linear',
      step: 0.5,
      meaning: 'Charge per nat by which the chosen answer falls below the reference. 0 is DPO.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const { margin, ...rewards } = comparedRewards(m, batch, beta);
    const charge = m.scale(m.relu(m.neg(logRatio(m, batch.chosen))), beta * (hyper.dpop_lambda as number));
    const losses = m.neg(m.logSigmoid(m.sub(margin, charge)));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { dpop_lambda: 0 } },
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no DPO-Positive loss.' },
  learningRate: 3e-4,
};
