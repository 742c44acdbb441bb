import { LINK, linkName } from './pairLink.ts';
import { completionNll, perToken, smoothedLogistic } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * SimPO: compare token-averaged log-probs, the quantity that ranks answers at generation time, without a reference.
 *
 * Paper: Meng, Xia, Chen 2024, "SimPO", arXiv 2405.14734, equation 6.
 * `simpo_gamma` is γ itself, as in TRL; the authors' code takes γ/β instead (`gamma_beta_ratio`).
 * Deviation: the optional likelihood term and label smoothing are TRL's CPOTrainer's, off by default; there the
 * likelihood term (`cpo_alpha`) is on unless set to 0. `loss_type` hinge is an option of the authors' code.
 */
export const simpo: MethodDefinition = {
  id: 'simpo',
  label: 'SimPO',
  idea: 'Compares log-probs per token and asks for a margin γ, so that a longer answer earns nothing by its length; needs no reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'length' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(\bar\ell_w - \bar\ell_l) - \gamma\bigr)`,
  symbols: {
    '\\bar\\ell_w': 'log-prob of the chosen answer per token',
    '\\bar\\ell_l': 'the same of the rejected answer',
    '\\beta': 'scale of the reward',
    '\\gamma': 'margin by which the chosen answer must lead',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'SimPO: Simple Preference Optimization with a Reference-Free Reward',
    authors: 'Meng, Xia, Chen',
    year: 2024,
    arxiv: '2405.14734',
  },
  hyperparameters: [
    {
      name: 'beta',
      symbol: '\\beta',
      default: 2,
      min: 1,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning: 'Scale of the reward. It multiplies averages per token, hence is about twenty times that of DPO.',
    },
    {
      name: 'simpo_gamma',
      symbol: '\\gamma',
      default: 1,
      min: 0,
      max: 10,
      scale: 'linear',
      step: 0.1,
      meaning:
        'Margin by which the chosen answer must lead, in units of reward. The paper states γ/β, about 0.1 to 0.8.',
    },
    {
      name: 'cpo_alpha',
      symbol: '\\alpha',
      default: 0,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning:
        'Weight of an added negative log-likelihood of the chosen answer, averaged over tokens. The paper uses none.',
    },
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 0,
      min: 0,
      max: 0.5,
      scale: 'linear',
      step: 0.01,
      meaning: 'Assumed share of wrong labels, as in cDPO; for sigmoid alone. The paper uses none.',
    },
    {
      ...LINK,
      max: 1,
      meaning: 'How the margin becomes a loss: logistic (the paper’s), or hinge (an option of its code).',
      options: LINK.options?.slice(0, 2) ?? [],
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'mean' },
  compute(m, { chosen, rejected }, hyper) {
    const [beta, gamma, alpha] = [hyper.beta as number, hyper.simpo_gamma as number, hyper.cpo_alpha as number];
    const chosenRewards = m.scale(perToken(m, chosen.logps, chosen), beta);
    const rejectedRewards = m.scale(perToken(m, rejected.logps, rejected), beta);
    const z = m.sub(m.sub(chosenRewards, rejectedRewards), gamma);
    const preference =
      linkName(hyper.loss_type) === 'hinge'
        ? m.relu(m.sub(1, z))
        : smoothedLogistic(m, z, hyper.label_smoothing as number);
    const losses = alpha === 0 ? preference : m.add(preference, m.scale(completionNll(m, chosen), alpha));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  knob: 'kappa',
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'CPOTrainer',
    loss_type: 'simpo',
    note:
      'simpo_gamma is γ itself; the authors’ code states γ/β (gamma_beta_ratio). cpo_alpha is stated because TRL’s default ' +
      'is 1, the paper’s loss has 0. TRL logs logps/* per token for this loss; the page logs sums. Hinge is an option of the authors’ code, which TRL does not have on averages.',
    arguments: (hyper) => ({ ...hyper, loss_type: linkName(hyper.loss_type) === 'hinge' ? null : 'simpo' }),
  },
  learningRate: 1e-4,
};
