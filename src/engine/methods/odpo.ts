import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/** Scores and gaps count no less than this: what a pair is worth whose scores contradict its label. */
const FLOOR = 0.01;

/**
 * ODPO: DPO that asks for a lead which grows with how much better the chosen answer was scored.
 *
 * Paper: Amini, Vieira, Cotterell 2024, "Direct Preference Optimization with an Offset", arXiv 2402.10571, and its trainers.py;
 * offset f = log of the difference of scores, or (the code's `ratio`) of their quotient.
 * Log-probs are summed. Logged rewards leave the offset out.
 * Deviation: a difference below 0.01, or in the quotient a score below 0.01, counts as 0.01. The authors' code has no number
 * there (the logarithm of a negative one). Ours leaves such a pair next to no push: at α = 1 it asks for a lead of −4.6. The
 * world's scores are standardised, hence often negative: the difference is the form that suits them.
 */
export const odpo: MethodDefinition = {
  id: 'odpo',
  label: 'ODPO (offset)',
  idea: 'DPO that asks for a lead, larger the more the chosen answer’s score exceeds the rejected one’s.',
  tags: { ...DPO_TAGS, data: 'distinguishability' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v) - \alpha\,\log(r_w - r_l)\bigr)`,
  symbols: {
    ...DPO_SYMBOLS,
    r_w: 'score of the chosen answer, in standard deviations',
    r_l: 'score of the rejected answer (the two may be divided instead)',
    '\\alpha': 'how much lead the scores ask for',
  },
  paper: {
    title: 'Direct Preference Optimization with an Offset',
    authors: 'Amini, Vieira, Cotterell',
    year: 2024,
    arxiv: '2402.10571',
  },
  hyperparameters: [
    BETA,
    {
      name: 'alpha',
      symbol: '\\alpha',
      default: 1,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning:
        'How much lead the scores ask for, in units of reward. 0 is DPO. Scores a standard deviation apart ask for none, closer ones for less than none.',
    },
    {
      name: 'ratio',
      symbol: 'q',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Whether scores are subtracted or divided. Dividing takes scores that are all positive.',
      options: [
        { value: 0, label: 'difference' },
        { value: 1, label: 'quotient' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', columns: ['score'] },
  compute(m, batch, hyper) {
    const { margin, ...rewards } = comparedRewards(m, batch, hyper.beta as number);
    const [w, l] = [batch.chosen.column('score'), batch.rejected.column('score')];
    const lead =
      hyper.ratio === 1
        ? m.sub(m.log(m.maximum(w, FLOOR)), m.log(m.maximum(l, FLOOR)))
        : m.log(m.maximum(m.sub(w, l), FLOOR));
    const losses = m.neg(m.logSigmoid(m.sub(margin, m.scale(lead, hyper.alpha as number))));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  knob: 'sharpness',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { alpha: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL’s DPOTrainer reads no scores.' },
  learningRate: 3e-4,
};
