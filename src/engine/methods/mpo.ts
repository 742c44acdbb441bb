import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { completionNll, implicitRewards } from './terms.ts';
import type { Hyperparameter, MethodDefinition } from './types.ts';

const weight = (name: string, symbol: string, value: number, meaning: string): Hyperparameter => ({
  name,
  symbol,
  default: value,
  min: 0,
  max: 2,
  scale: 'linear',
  step: 0.05,
  meaning,
});

/**
 * Mixed preference optimisation: which answer is better (DPO), whether each is good by itself (BCO), and how to write it (SFT).
 *
 * Paper: Wang et al. 2024, "Enhancing the Reasoning Ability of Multimodal Large Language Models via Mixed Preference
 * Optimization", arXiv 2411.10442, with its weights 0.8, 0.2 and 1; TRL's lists `loss_type` and `loss_weights`.
 * Deviation: no reward shift in the BCO part, as in TRL. The likelihood is averaged over all chosen completion tokens of the
 * batch, as TRL's 'sft'.
 */
export const mpo: MethodDefinition = {
  id: 'mpo',
  label: 'MPO',
  idea: 'A weighted sum of three losses: DPO ranks the answers, BCO judges each by itself, imitation keeps the chosen one likely.',
  tags: { data: 'pair-wise', framework: 'multi-objective', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = -w_p\log\sigma\bigl(\beta\,(u - v)\bigr) - w_q\bigl[\log\sigma(\beta u) + \log\sigma(-\beta v)\bigr] - w_g\,\bar\ell_w`,
  symbols: {
    ...LOG_RATIOS,
    '\\bar\\ell_w': 'log-prob of the chosen answers per token',
    '\\beta': 'how strongly the reference holds the policy',
    w_p: 'weight of the preference part (w_q: quality, w_g: generation)',
    ...SIGMA,
  },
  paper: {
    title: 'Enhancing the Reasoning Ability of Multimodal Large Language Models via Mixed Preference Optimization',
    authors: 'Wang, Chen, Wang, Cao, Liu, Gao, Zhu, Zhu, Lu, Qiao, Dai',
    year: 2024,
    arxiv: '2411.10442',
  },
  hyperparameters: [
    BETA,
    weight('sigmoid_weight', 'w_p', 0.8, 'Weight of DPO’s loss.'),
    weight('bco_pair_weight', 'w_q', 0.2, 'Weight of BCO’s loss.'),
    weight(
      'sft_weight',
      'w_g',
      1,
      'Weight of the negative log-likelihood of the chosen answers, averaged over tokens.',
    ),
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const rewards = implicitRewards(m, batch, hyper.beta as number);
    const { chosenRewards, rejectedRewards } = rewards;
    const preference = m.softplus(m.sub(rejectedRewards, chosenRewards));
    const quality = m.add(m.softplus(m.neg(chosenRewards)), m.softplus(rejectedRewards));
    const ranked = m.add(
      m.scale(preference, hyper.sigmoid_weight as number),
      m.scale(quality, hyper.bco_pair_weight as number),
    );
    const losses = m.add(ranked, m.scale(completionNll(m, batch.chosen), hyper.sft_weight as number));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { sigmoid_weight: 1, bco_pair_weight: 0, sft_weight: 0 } },
    {
      kind: 'equals',
      method: 'bco_pair',
      when: { sigmoid_weight: 0, bco_pair_weight: 1, sft_weight: 0 },
      otherwise: { running_shift: 0 },
    },
    {
      kind: 'equals',
      method: 'rpo',
      when: { sigmoid_weight: 1, bco_pair_weight: 0, sft_weight: 0.3 },
      otherwise: { rpo_alpha: 0.3 },
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note: 'loss_type is a list, with loss_weights. Its part "sft" averages over all chosen tokens of a pass.',
    arguments: ({
      beta = Number.NaN,
      sigmoid_weight = Number.NaN,
      bco_pair_weight = Number.NaN,
      sft_weight = Number.NaN,
    }) => ({
      loss_type: ['sigmoid', 'bco_pair', 'sft'],
      loss_weights: [sigmoid_weight, bco_pair_weight, sft_weight],
      beta,
    }),
  },
  learningRate: 3e-4,
};
