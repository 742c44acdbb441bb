import { BETA } from './beta.ts';
import { LINK, linkName } from './pairLink.ts';
import { completionNll, perToken, smoothedLogistic } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * CPO: DPO without a reference, held by imitation of the chosen answer instead.
 *
 * Paper: Xu et al. 2024, "Contrastive Preference Optimization: Pushing the Boundaries of LLM Performance in Machine
 * Translation", arXiv 2401.08417, as TRL's CPOTrainer computes it.
 * Log-probs are summed; with `ipo` they are averaged over tokens, as in TRL. Logged rewards are β times log-probs,
 * reduced likewise.
 * Deviation: the likelihood term is averaged over all chosen completion tokens of the batch, as in TRL. The losses `hinge` and
 * `ipo` and label smoothing (of `sigmoid` alone) are TRL's.
 */
export const cpo: MethodDefinition = {
  id: 'cpo',
  label: 'CPO',
  idea: 'Raises the chosen answer’s log-prob above the rejected one’s, held by imitation of the chosen answer instead of a reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(\ell_w - \ell_l)\bigr) - \alpha\,\bar\ell_w`,
  symbols: {
    '\\ell_w': 'log-prob of the chosen answer, summed over its tokens',
    '\\ell_l': 'the same of the rejected answer',
    '\\bar\\ell_w': 'log-prob of the chosen answers per token',
    '\\beta': 'scale of the comparison',
    '\\alpha': 'weight of the imitation term',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Contrastive Preference Optimization: Pushing the Boundaries of LLM Performance in Machine Translation',
    authors: 'Xu, Sharaf, Chen, Tan, Shen, Van Durme, Murray, Kim',
    year: 2024,
    arxiv: '2401.08417',
  },
  hyperparameters: [
    { ...BETA, meaning: 'Scale of the comparison. There is no reference for it to hold to.' },
    {
      name: 'cpo_alpha',
      symbol: '\\alpha',
      default: 1,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'Weight of the negative log-likelihood of the chosen answers, averaged over tokens.',
    },
    {
      ...LINK,
      meaning: 'How the margin becomes a loss: logistic (the paper’s), hinge, or regression to 1/(2β) per token.',
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
  ],
  needs: { relation: 'pair', references: [], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const [beta, alpha, link] = [hyper.beta as number, hyper.cpo_alpha as number, linkName(hyper.loss_type)];
    const isAveraged = link === 'ipo';
    const w = isAveraged ? perToken(m, chosen.logps, chosen) : chosen.logps;
    const l = isAveraged ? perToken(m, rejected.logps, rejected) : rejected.logps;
    const gap = m.sub(w, l);
    const comparison = () => {
      if (link === 'ipo') return m.square(m.sub(gap, 1 / (2 * beta)));
      if (link === 'hinge') return m.relu(m.sub(1, m.scale(gap, beta)));
      return smoothedLogistic(m, m.scale(gap, beta), hyper.label_smoothing as number);
    };
    const preference = comparison();
    const losses = alpha === 0 ? preference : m.add(preference, m.scale(completionNll(m, chosen), alpha));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(w, beta), rejectedRewards: m.scale(l, beta) };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'CPOTrainer',
    loss_type: 'sigmoid',
    note: 'The imitation term is averaged over all chosen tokens of a pass. With ipo TRL logs logps/* per token; the page logs sums.',
    arguments: (hyper) => ({ ...hyper, loss_type: linkName(hyper.loss_type) }),
  },
  learningRate: 3e-4,
};
