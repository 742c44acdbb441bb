import type { Expression, MathInterface } from '../math/types.ts';
import { simpo } from './simpo.ts';
import { perToken } from './terms.ts';
import type { MethodDefinition, ScoredSide } from './types.ts';

/** Beyond e^60 a reward says nothing more, and float32 would soon overflow. */
const LARGEST_EXPONENT = 60;

/**
 * AlphaPO: SimPO with a reward whose shape is set by α, so that likely and unlikely answers are pushed unlike.
 *
 * Paper: Gupta et al. 2025, "AlphaPO: Reward Shape Matters for LLM Alignment", arXiv 2501.03884, as TRL's
 * CPOTrainer computes it.
 * The reward is β(1 − p^−α)/α with p = exp(log-prob per token); its limit at α = 0 is SimPO's. `simpo_gamma` is γ itself, as in
 * TRL.
 * Deviation: the exponent −α log p stops at 60, where answers are unlikely beyond any use; such an answer gets no gradient.
 */
export const alphaPo: MethodDefinition = {
  id: 'alphapo',
  label: 'AlphaPO',
  idea: 'SimPO whose reward bends: α > 0 makes it steeper for unlikely answers, α < 0 for likely ones.',
  tags: simpo.tags,
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(r_w - r_l - \gamma\bigr),\quad r = \beta\,\frac{1 - \bar p^{\,-\alpha}}{\alpha}`,
  symbols: {
    '\\bar p': 'probability of an answer per token (geometric mean)',
    '\\alpha': 'shape of the reward; 0 is SimPO',
    '\\beta': 'scale of the reward',
    '\\gamma': 'margin by which the chosen answer must lead',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'AlphaPO: Reward Shape Matters for LLM Alignment',
    authors: 'Gupta, Tang, Song, Zhu, Hong, Saha, Gupta, Lee, Kim, Zhu, Agrawal, Pillai, Keerthi',
    year: 2025,
    arxiv: '2501.03884',
  },
  hyperparameters: [
    ...simpo.hyperparameters.filter(({ name }) => name === 'beta' || name === 'simpo_gamma'),
    {
      name: 'alpha',
      symbol: '\\alpha',
      default: 0.25,
      min: -1,
      max: 1,
      scale: 'linear',
      step: 0.05,
      meaning: 'Shape of the reward. 0 is SimPO; above it unlikely answers are pushed harder, below it likely ones.',
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'mean' },
  compute(m, { chosen, rejected }, hyper) {
    const [beta, alpha] = [hyper.beta as number, hyper.alpha as number];
    const chosenRewards = m.scale(shaped(m, chosen, alpha), beta);
    const rejectedRewards = m.scale(shaped(m, rejected, alpha), beta);
    const z = m.sub(m.sub(chosenRewards, rejectedRewards), hyper.simpo_gamma as number);
    const losses = m.neg(m.logSigmoid(z));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    {
      kind: 'equals',
      method: 'simpo',
      when: { alpha: 0 },
      otherwise: { cpo_alpha: 0, label_smoothing: 0, loss_type: 0 },
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'CPOTrainer',
    loss_type: 'alphapo',
    note: 'TRL makes loss_type simpo and cpo_alpha 0 of it, and logs logps/* per token; the page logs sums.',
  },
  learningRate: 1e-4,
};

/** (1 − p^−α)/α with log p the log-prob per token. [B] */
function shaped(m: MathInterface, side: ScoredSide, alpha: number): Expression {
  const average = perToken(m, side.logps, side);
  if (alpha === 0) return average;
  const power = m.exp(m.minimum(m.scale(average, -alpha), LARGEST_EXPONENT));
  return m.scale(m.sub(1, power), 1 / alpha);
}
