import { overMaxLength } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments, TOKEN_CLIPPING } from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Dr. GRPO ("done right"): token losses are summed and divided by a constant, so that nothing is gained by the length of an
 * answer; advantages are not divided by the group's deviation.
 *
 * Paper: Liu et al. 2025, "Understanding R1-Zero-Like Training: A Critical Perspective", arXiv 2503.20783, section 3.2; as
 * TRL's loss_type 'dr_grpo', whose constant is the longest completion allowed.
 * The advantages come with the batch: `group/advantages.ts` has them unscaled.
 */
export const drGrpo: MethodDefinition = {
  id: 'dr_grpo',
  label: 'Dr. GRPO',
  idea: 'GRPO without its two biases: token losses are divided by a constant, not by the answer’s length, and advantages are not scaled.',
  tags: { ...GROUP_TAGS, property: 'length' },
  formula: String.raw`\mathcal{L} = \frac{1}{N\,T_{max}} \sum_y \sum_t \Bigl[ -\min\bigl(\rho_t A,\ \mathrm{clip}(\rho_t, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta\,\mathrm{KL}_t \Bigr]`,
  symbols: { ...GROUP_SYMBOLS, N: 'answers in the batch', 'T_{max}': 'the most tokens an answer may have' },
  paper: {
    title: 'Understanding R1-Zero-Like Training: A Critical Perspective',
    authors: 'Liu, Chen, Li, Qi, Pang, Du, Lee, Lin',
    year: 2025,
    arxiv: '2503.20783',
  },
  hyperparameters: TOKEN_CLIPPING,
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, tokenRatio(m, batch.side('sample')), overMaxLength);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'GRPOTrainer',
    loss_type: 'dr_grpo',
    note: 'The constant is max_completion_length.',
    arguments: grpoArguments({ loss_type: 'dr_grpo', scale_rewards: 'none' }),
  },
  learningRate: 1e-4,
};
