import { BETA } from './beta.ts';
import { smoothedArguments } from './smoothedArguments.ts';
import { logRatio, smoothedLogistic } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Conservative DPO: the label is believed with probability 1 − ε only, so the margin stops at a finite target.
 *
 * Source: Mitchell 2023, "A note on DPO with noisy preferences & relationship to IPO", ericmitchell.ai/cdpo.pdf (a note, not
 * on arXiv; `paper` names the DPO paper it amends), and `preference_loss` of the original DPO code.
 * Deviation: none from the note. TRL's DPOTrainer dropped this option: there `label_smoothing` now acts on 'robust', EXO and
 * AOT alone; up to 0.28 it was `loss_type='sigmoid'` with `label_smoothing`.
 */
export const cdpo: MethodDefinition = {
  id: 'cdpo',
  label: 'cDPO',
  idea: 'DPO that believes each label with probability 1 − ε only, so that margins stop growing at a finite target.',
  tags: { data: 'noise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -(1-\varepsilon)\log\sigma(z) - \varepsilon\log\sigma(-z),\quad z = \beta\,(u - v)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    '\\varepsilon': 'assumed share of wrong labels',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Direct Preference Optimization (label smoothing after Mitchell’s note on noisy preferences, 2023)',
    authors: 'Rafailov, Sharma, Mitchell, Ermon, Manning, Finn',
    year: 2023,
    arxiv: '2305.18290',
  },
  hyperparameters: [
    BETA,
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 0.1,
      min: 0,
      max: 0.5,
      scale: 'linear',
      step: 0.01,
      meaning: 'Assumed share of wrong labels. The margin is drawn to log((1 − ε)/ε)/β nats; at 0.5 nothing is learnt.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const losses = smoothedLogistic(m, m.sub(chosenRewards, rejectedRewards), hyper.label_smoothing as number);
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  knob: 'epsilon',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { label_smoothing: 0 } },
    { kind: 'valueAtReference', value: () => Math.LN2 },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note:
      'From TRL 0.29 on, sigmoid ignores label_smoothing. cDPO with ε is exactly (1 + 2ε) times sigmoid minus 2ε times ' +
      'robust with label_smoothing 1/4. Up to 0.28 it was loss_type "sigmoid" with label_smoothing ε.',
    arguments: ({ beta = Number.NaN, label_smoothing = Number.NaN }) => smoothedArguments(beta, label_smoothing),
  },
  learningRate: 3e-4,
};
