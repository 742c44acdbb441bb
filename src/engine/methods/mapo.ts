import { MASKED_BETA, MASKED_SYMBOLS, MASKED_TAGS, maskedLoss, SPARSEPO_PAPER } from './maskedLoss.ts';
import type { MethodDefinition } from './types.ts';

/**
 * MaPO, SparsePO without learning: what a token counts is how strongly the reference is activated where it predicts it.
 *
 * Paper: Christopoulou et al. 2024, "SparsePO: Controlling Preference Alignment of LLMs via Sparse Token Masks", arXiv 2410.05102,
 * model activation-based mask computation; `zn_rescale` of the authors' `mapo_trainer.py`.
 * An activation is the mean over the channels of a hidden state; it is z-normalised, then rescaled to [0, 1] by minimum and
 * maximum, over the completion tokens of one answer. The second step undoes the first where there is one activation a token.
 * The KL is of the whole vocabulary, KL(π_ref ‖ π); it carries a gradient, the masks do not. Log-probs are summed.
 * Deviation: the authors' masks are averaged over all layers' MLP, attention and residual activations and the logits; ours is of
 * the final hidden state alone, after the last norm.
 * Deviation: where all tokens of an answer are activated alike, among them answers of one token, masks are 1; the authors' are
 * 0/0.
 * Deviation: logged rewards are β(u + d), whose difference the loss compares, as TDPO logs them; the authors log β(u − d).
 *
 * Measured on `style` (nano-1, 100 held-out pairs): masks rank the tokens of sentiment words with an average precision of 0.061, where
 * chance is 0.062. They say nothing of sentiment here.
 */
export const mapo: MethodDefinition = {
  id: 'mapo',
  label: 'MaPO',
  idea: 'DPO with a token-level divergence in which each token counts as much as it activates the reference.',
  tags: MASKED_TAGS,
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\bigl[(u_w - u_l) - (d_l - d_w)\bigr]\Bigr),\quad u = \sum_t m_t\log\tfrac{\pi}{\pi_{\mathrm{ref}}},\ d = \sum_t m_t\,\mathrm{KL}\bigl(\pi_{\mathrm{ref}}\Vert\pi\bigr)_t`,
  symbols: {
    ...MASKED_SYMBOLS,
    m_t: 'activation of the reference at token t, mean over channels, 0 at the answer’s lowest and 1 at its highest',
    '\\beta': 'how much a masked nat counts',
    '\\sigma': 'logistic function',
  },
  paper: SPARSEPO_PAPER,
  hyperparameters: [MASKED_BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', vocabulary: ['kl'], tokenMask: true },
  compute(m, batch, hyper) {
    const { chosen, rejected } = batch;
    const masks = {
      chosen: { reward: chosen.tokens.mask, divergence: chosen.tokens.mask },
      rejected: { reward: rejected.tokens.mask, divergence: rejected.tokens.mask },
    };
    return maskedLoss(m, batch, masks, hyper.beta as number);
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no token masks.' },
  learningRate: 3e-4,
};
