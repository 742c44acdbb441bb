import { BETA } from './beta.ts';
import { SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * DPO without its reference: the uniform distribution stands in for it, which drops out of the margin.
 *
 * Source: `reference_free` of the original DPO code and of TRL up to 0.28; `paper` names the DPO paper.
 * Nothing holds the policy near where it began. Logged rewards still subtract the reference, as both codes do, so that they
 * tell how far it went; the reference is scored for them alone.
 */
export const referenceFree: MethodDefinition = {
  id: 'reference_free',
  label: 'DPO, reference-free',
  idea: 'DPO on the log-probs themselves: raises the chosen answer above the rejected one with nothing that holds the policy back.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(\ell_w - \ell_l)\bigr)`,
  symbols: {
    '\\ell_w': 'log-prob of the chosen answer, summed over its tokens (ℓ_l: of the rejected one)',
    '\\beta': 'scale of the log-probs',
    ...SIGMA,
  },
  paper: {
    title: 'Direct Preference Optimization: Your Language Model is Secretly a Reward Model',
    authors: 'Rafailov, Sharma, Mitchell, Ermon, Manning, Finn',
    year: 2023,
    arxiv: '2305.18290',
  },
  hyperparameters: [
    {
      ...BETA,
      meaning: 'Scale of the difference of log-probs, in nats: at 0.1, pairs 30 nats apart push hardly any more.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const losses = m.softplus(m.scale(m.sub(batch.rejected.logps, batch.chosen.logps), beta));
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'CPOTrainer',
    loss_type: 'sigmoid',
    note:
      'CPO without its imitation term is the same loss; DPOTrainer had reference_free up to TRL 0.28. TRL logs β times ' +
      'log-probs as rewards, as the reference is not loaded; the page logs β times log-ratios.',
    arguments: ({ beta = Number.NaN }) => ({ loss_type: 'sigmoid', beta, cpo_alpha: 0 }),
  },
  learningRate: 1e-4,
};
