import type { Expression, MathInterface } from '../math/types.ts';
import { completionNll, perToken, smoothedLogistic } from './terms.ts';
import type { Hyperparameters, MethodDefinition, ScoredSide } from './types.ts';

/** Values of `loss_type`, in the order of TRL's choices. */
const LINKS = ['sigmoid', 'hinge', 'ipo', 'tpo-l'] as const;

/**
 * Triple preference optimisation: imitate a gold answer and prefer chosen to rejected in one stage, from the pretrained model,
 * without a reference.
 *
 * Paper: Saeidi et al. 2024, "Triple Preference Optimization", arXiv 2405.16681; TPO-L is its length-normalised form.
 * As TRL's TPOTrainer: log-probs are summed for the sigmoid and hinge links, averaged over tokens for IPO and TPO-L, where γ is
 * the margin itself. Logged rewards are β times the log-prob so reduced. The likelihood term is the mean over all of the batch's
 * gold completion tokens.
 * Deviation: β means nats of a sum for two links and nats per token for the other two; it is one setting here, as in TRL.
 */
export const tpoTriple: MethodDefinition = {
  id: 'tpo_triple',
  label: 'TPO (triple)',
  idea: 'Imitates a gold answer and at once prefers the chosen to the rejected one, so that one stage does the work of two; needs no reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(\ell_w - \ell_l)\bigr) - \alpha\,\bar\ell_{\text{gold}}`,
  symbols: {
    '\\ell_w': 'log-prob of the chosen answer, summed over its tokens (per token for IPO and TPO-L)',
    '\\ell_l': 'the same of the rejected answer',
    '\\bar\\ell_{\\text{gold}}': 'log-prob of the gold answers per token',
    '\\beta': 'scale of the reward',
    '\\alpha': 'weight of imitation',
    '\\gamma': 'TPO-L only: margin by which the chosen answer must lead',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Triple Preference Optimization: Achieving Better Alignment using a Single Step Optimization',
    authors: 'Saeidi, Verma, RRV, Rasul, Baral',
    year: 2024,
    arxiv: '2405.16681',
  },
  hyperparameters: [
    {
      name: 'beta',
      symbol: '\\beta',
      default: 0.05,
      min: 0.01,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning:
        'Scale of the reward. About 0.05 where it multiplies sums (sigmoid, hinge), about 2 for TPO-L’s averages.',
    },
    {
      name: 'tpo_alpha',
      symbol: '\\alpha',
      default: 1,
      min: 0,
      max: 5,
      scale: 'linear',
      step: 0.05,
      meaning: 'Weight of the negative log-likelihood of the gold answers, averaged over tokens.',
    },
    {
      name: 'loss_type',
      symbol: 't',
      default: 0,
      min: 0,
      max: 3,
      scale: 'linear',
      step: 1,
      meaning: 'What is done with the gap between the two answers.',
      options: [
        { value: 0, label: 'sigmoid' },
        { value: 1, label: 'hinge' },
        { value: 2, label: 'IPO' },
        { value: 3, label: 'TPO-L' },
      ],
    },
    {
      name: 'tpo_l_gamma',
      symbol: '\\gamma',
      default: 0.5,
      min: 0,
      max: 10,
      scale: 'linear',
      step: 0.1,
      meaning: 'TPO-L only: margin by which the chosen answer must lead, in units of reward.',
    },
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 0,
      min: 0,
      max: 0.5,
      scale: 'linear',
      step: 0.01,
      meaning: 'Sigmoid and TPO-L only: assumed share of wrong labels, as in cDPO. The paper uses none.',
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'sum', sides: ['gold'] },
  compute(m, { chosen, rejected, side }, hyper) {
    const [beta, alpha] = [hyper.beta as number, hyper.tpo_alpha as number];
    const averaged = linkOf(hyper) === 'ipo' || linkOf(hyper) === 'tpo-l';
    const score = (of: ScoredSide) => (averaged ? perToken(m, of.logps, of) : of.logps);
    const [w, l] = [score(chosen), score(rejected)];
    const preference = linked(m, m.sub(w, l), hyper);
    const losses = alpha === 0 ? preference : m.add(preference, m.scale(completionNll(m, side('gold')), alpha));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(w, beta), rejectedRewards: m.scale(l, beta) };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'TPOTrainer',
    loss_type: 'sigmoid',
    note:
      'Rows have a gold answer beside chosen and rejected (column "reference"), which is no reference policy; its likelihood is ' +
      'averaged over all gold tokens of a pass. With ipo and tpo-l TRL logs logps/* per token; the page logs sums.',
    arguments: (hyper) => ({ ...hyper, loss_type: linkOf(hyper) }),
  },
  learningRate: 3e-4,
};

function linkOf({ loss_type = 0 }: Hyperparameters): (typeof LINKS)[number] {
  return LINKS[Math.round(loss_type)] ?? 'sigmoid';
}

function linked(m: MathInterface, gap: Expression, hyper: Hyperparameters): Expression {
  const [beta, smoothing] = [hyper.beta as number, hyper.label_smoothing as number];
  switch (linkOf(hyper)) {
    case 'sigmoid':
      return smoothedLogistic(m, m.scale(gap, beta), smoothing);
    case 'hinge':
      return m.relu(m.sub(1, m.scale(gap, beta)));
    case 'ipo':
      return m.square(m.sub(gap, 1 / (2 * beta)));
    case 'tpo-l':
      return smoothedLogistic(m, m.sub(m.scale(gap, beta), hyper.tpo_l_gamma as number), smoothing);
  }
}
