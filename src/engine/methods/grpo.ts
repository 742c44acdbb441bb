import { sequenceMeans } from './group/aggregate.ts';
import { clippedObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments, TOKEN_CLIPPING } from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * GRPO: draw several answers to a prompt, score them, and push each by how much it beats its group; PPO's clipping keeps the
 * policy near the one that drew them. No value network.
 *
 * Paper: Shao et al. 2024, "DeepSeekMath", arXiv 2402.03300, equation 3; as TRL's GRPOTrainer.
 * Log-ratios are cut at ±20 (`group/ratio.ts`).
 * Deviation: β is 0 by default, as in TRL; the paper takes 0.04. The advantages come with the batch (`group/advantages.ts`).
 */
export const grpo: MethodDefinition = {
  id: 'grpo',
  label: 'GRPO',
  idea: 'Draws a group of answers to each prompt and pushes each by how much its reward beats the group’s, averaging over its tokens.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \frac{1}{|y|} \sum_t \Bigl[ -\min\bigl(\rho_t A,\ \mathrm{clip}(\rho_t, 1 - \varepsilon_{low}, 1 + \varepsilon_{high})\,A\bigr) + \beta\,\mathrm{KL}_t \Bigr]`,
  symbols: { ...GROUP_SYMBOLS, '|y|': 'tokens of an answer', N: 'answers in the batch' },
  paper: {
    title: 'DeepSeekMath: Pushing the Limits of Mathematical Reasoning in Open Language Models',
    authors: 'Shao et al.',
    year: 2024,
    arxiv: '2402.03300',
  },
  hyperparameters: TOKEN_CLIPPING,
  needs: groupNeeds('mean'),
  compute(m, batch, hyper) {
    return clippedObjective(m, batch, hyper, tokenRatio(m, batch.side('sample')), sequenceMeans);
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { trainer: 'GRPOTrainer', loss_type: 'grpo', arguments: grpoArguments({ loss_type: 'grpo' }) },
  learningRate: 1e-4,
};
