import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { smoothedArguments } from './smoothedArguments.ts';
import { comparedRewards, perToken, smoothedLogistic } from './terms.ts';
import type { MethodDefinition, ScoredSide } from './types.ts';

/**
 * WPO: DPO in which pairs count by how likely the policy itself is to write them, so that given data stand for drawn ones.
 *
 * Paper: Zhou et al. 2024, "WPO: Enhancing RLHF with Weighted Preference Optimization", arXiv 2406.11827, with weights
 * aligned with sampling, as TRL's `use_weighting` computes them.
 * The weight is the product over both answers of exp(mean over tokens of [log π(y_t) − log Σ_v π(v)²]); it gets no gradient.
 * Log-probs are summed. Logged rewards are unweighted.
 * Deviation: the authors' code holds the product at 1 at most (`weight_clamp`) and smooths labels if asked to; TRL does
 * neither, and so do we by default.
 */
export const wpo: MethodDefinition = {
  id: 'wpo',
  label: 'WPO',
  idea: 'DPO in which a pair counts by how likely the policy is to write its answers now, as if it had drawn them itself.',
  tags: { ...DPO_TAGS, property: 'distribution' },
  formula: String.raw`\mathcal{L} = -w_w\,w_l\,\log\sigma\bigl(\beta\,(u - v)\bigr),\quad w = \exp\frac{1}{|y|}\sum_t \Bigl[\log\pi(y_t) - \log\sum_{a} \pi(a)^2\Bigr]`,
  symbols: {
    ...DPO_SYMBOLS,
    w_w: 'weight of the chosen answer (w_l: of the rejected); no gradient',
    '\\pi(a)': 'probability of token a at that place, over the whole vocabulary',
    '|y|': 'tokens of the answer',
  },
  paper: {
    title: 'WPO: Enhancing RLHF with Weighted Preference Optimization',
    authors: 'Zhou, Agrawal, Zhang, Indurthi, Zhao, Song, Xu, Zhu',
    year: 2024,
    arxiv: '2406.11827',
  },
  hyperparameters: [
    BETA,
    {
      name: 'weight_clamp',
      symbol: 'c',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Whether a pair’s weight may exceed 1: it may in TRL, it may not in the authors’ code.',
      options: [
        { value: 0, label: 'free' },
        { value: 1, label: 'at most 1' },
      ],
    },
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 0,
      min: 0,
      max: 0.5,
      scale: 'linear',
      step: 0.01,
      meaning: 'Assumed share of wrong labels, as in cDPO and in the authors’ code. The paper uses none.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', vocabulary: ['collision'] },
  compute(m, batch, hyper) {
    const { margin, ...rewards } = comparedRewards(m, batch, hyper.beta as number);
    const product = m.exp(m.add(logWeight(m, batch.chosen), logWeight(m, batch.rejected)));
    const weight = m.stopGradient(hyper.weight_clamp === 1 ? m.minimum(product, 1) : product);
    const losses = m.mul(weight, smoothedLogistic(m, margin, hyper.label_smoothing as number));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note:
      'With use_weighting. TRL never holds the weight at 1 at most (weight_clamp), as the authors’ code does. Label smoothing ε ' +
      'is made of sigmoid and robust, as for cDPO.',
    arguments: ({ beta = Number.NaN, weight_clamp, label_smoothing = 0 }) => {
      if (weight_clamp === 1) return { loss_type: null };
      const loss = label_smoothing === 0 ? { loss_type: 'sigmoid', beta } : smoothedArguments(beta, label_smoothing);
      return { ...loss, use_weighting: true };
    },
  },
  learningRate: 3e-4,
};

function logWeight(m: MathInterface, side: ScoredSide): Expression {
  return perToken(m, m.sub(side.logps, side.collisions), side);
}
