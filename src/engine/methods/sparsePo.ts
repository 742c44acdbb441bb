import type { Expression, MathInterface } from '../math/types.ts';
import { MASKED_BETA, MASKED_SYMBOLS, MASKED_TAGS, type Masks, maskedLoss, SPARSEPO_PAPER } from './maskedLoss.ts';
import type { Hyperparameter, MethodDefinition, ObjectiveBatch, ScoredSide } from './types.ts';

/**
 * SparsePO: masks say which tokens of an answer count for the reward and which for the divergence; they are learnt with the
 * policy, never negative, and held sparse by their L1 norm.
 *
 * Paper: Christopoulou et al. 2024, "SparsePO: Controlling Preference Alignment of LLMs via Sparse Token Masks", arXiv 2410.05102;
 * the authors' `sparse_trainer.py` and `mask_models.py`.
 * m = ReLU(w · LayerNorm(h) + b), h being the reference's hidden state that predicts the token. A pair's loss has λ_u Σ m^u + λ_d Σ m^d
 * over the tokens of both answers; where both masks are one, both terms are of it, as in the authors' code. The KL is of the whole
 * vocabulary, KL(π_ref ‖ π), with a gradient. Log-probs are summed.
 * Deviation: the final hidden state only, after the last norm, as the authors' `simple_last`; their default mixes a mask of every
 * layer by another linear map and ReLU. LayerNorm has no scale and shift of its own: w and b take them in.
 * Deviation: no dropout on the masks.
 * Deviation: w is 0 and b is 1 at first, so that training begins as TDPO1; the authors draw both.
 * Deviation: masks learn `mask_lr_factor` times faster than the policy, and do not count for gradient clipping.
 * Deviation: logged rewards are β(u + d), whose difference the loss compares, as TDPO logs them; the authors log β(u − d).
 *
 * Measured on `style` (nano-1, the page's defaults, 60 steps, 100 held-out pairs, seeds 1, 2, 3): masks rank the tokens of sentiment
 * words with an average precision of 0.16, 0.17 and 0.19 (a mask for each: 0.19, 0.19, 0.25), where chance is 0.06; 13 % of the masks'
 * mass is on those 6 % of tokens. Better than chance, but far from a picture of sentiment: what weighs most is how answers begin (a
 * mask of 1.4 on the first token, 0.7 to 0.9 on the first of other sentences, 0.4 elsewhere). A state that predicts a token has not
 * seen it.
 */
export const sparsePo: MethodDefinition = {
  id: 'sparsepo',
  label: 'SparsePO',
  idea: 'Learns, with the policy, which tokens count for the reward and which for the distance from the reference.',
  tags: MASKED_TAGS,
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\bigl[(u_w - u_l) - (d_l - d_w)\bigr]\Bigr) + \lambda_u \sum_t m^u_t + \lambda_d \sum_t m^d_t,\quad u = \sum_t m^u_t\log\tfrac{\pi}{\pi_{\mathrm{ref}}},\ d = \sum_t m^d_t\,\mathrm{KL}\bigl(\pi_{\mathrm{ref}}\Vert\pi\bigr)_t`,
  symbols: {
    ...MASKED_SYMBOLS,
    'm^u_t': 'learnt weight of token t in the reward, from the reference’s hidden state; at least 0',
    'm^d_t': 'the same in the divergence',
    '\\beta': 'how much a masked nat counts',
    '\\lambda_u': 'how strongly the masks of the reward are held at 0',
    '\\lambda_d': 'how strongly those of the divergence are',
    '\\sigma': 'logistic function',
  },
  paper: SPARSEPO_PAPER,
  hyperparameters: [
    MASKED_BETA,
    penalty(
      'l1_norm_param_u',
      '\\lambda_u',
      'Price of a token’s weight in the reward; a larger one leaves fewer tokens.',
    ),
    penalty('l1_norm_param_d', '\\lambda_d', 'Price of a token’s weight in the divergence.'),
    {
      name: 'rw_kl_independent',
      symbol: '\\mathrm{heads}',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      options: [
        { value: 0, label: 'one mask for both' },
        { value: 1, label: 'a mask for each' },
      ],
      meaning: 'Whether reward and divergence are weighed alike.',
    },
    {
      name: 'mask_lr_factor',
      symbol: '\\eta_m',
      default: 10,
      min: 1,
      max: 100,
      scale: 'log',
      step: 0.1,
      unit: '×',
      meaning: 'How much faster the masks learn than the policy.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', vocabulary: ['kl'], hidden: true },
  parameters: {
    vectors: {
      reward_weight: { axis: 'channel', initial: 0, weightDecay: 0.01 },
      reward_bias: { axis: 'scalar', initial: 1, weightDecay: 0 },
      kl_weight: { axis: 'channel', initial: 0, weightDecay: 0.01 },
      kl_bias: { axis: 'scalar', initial: 1, weightDecay: 0 },
    },
    learningRateFactor: 'mask_lr_factor',
  },
  compute(m, batch, hyper) {
    const independent = hyper.rw_kl_independent === 1;
    const masks = {
      chosen: masksOf(m, batch, batch.chosen, independent),
      rejected: masksOf(m, batch, batch.rejected, independent),
    };
    const norms = (mask: keyof Masks) =>
      m.add(batch.chosen.tokens.sum(masks.chosen[mask]), batch.rejected.tokens.sum(masks.rejected[mask]));
    const sparsity = m.add(
      m.scale(norms('reward'), hyper.l1_norm_param_u as number),
      m.scale(norms('divergence'), hyper.l1_norm_param_d as number),
    );
    return maskedLoss(m, batch, masks, hyper.beta as number, sparsity);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { none: 'TRL has no token masks.' },
  learningRate: 3e-4,
};

function masksOf(m: MathInterface, batch: ObjectiveBatch, { tokens }: ScoredSide, independent: boolean): Masks {
  const mask = (head: 'reward' | 'kl'): Expression =>
    m.relu(m.add(tokens.project(batch.parameter(`${head}_weight`)), batch.parameter(`${head}_bias`)));
  const reward = mask('reward');
  return { reward, divergence: independent ? mask('kl') : reward };
}

function penalty(name: string, symbol: string, meaning: string): Hyperparameter {
  return { name, symbol, default: 1e-3, min: 0, max: 1e-2, scale: 'linear', step: 5e-4, meaning };
}
