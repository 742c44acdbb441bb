/**
 * A decoder with a head of one score: a reward model on the backbone of a language model, as transformers'
 * `LlamaForSequenceClassification` with one label. Head and backbone are trained together.
 *
 * Shape letters: M rows of all sequences, C channels.
 */
import { causalAttention, matmul, type Plan, PlanBuilder } from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';
import { blocks, finalNorm } from './decoder.ts';
import { rewardLayout, SCORE_HEAD } from './layout.ts';

export interface RewardShape {
  /** M: rows of all sequences together, one behind the other. */
  readonly rows: number;
  /** Adds the backward pass, from input `dScores`, and the optimiser, with input `hyper` and output `norm` [1]. */
  readonly train: boolean;
}

/**
 * A score after every token: that of a sequence's last row is its reward.
 *
 * Inputs: `ids`, `positions` i32 [M]; `segments` i32 [M, 2], as in `buildScoringPlan`. With `train`: `dScores` [M, 1], d objective /
 * d scores, 0 in all rows but the last of each sequence; `hyper` [8].
 * Output: `scores` [M, 1]; rows not in use hold numbers without meaning.
 */
export function buildRewardPlan(config: DecoderConfig, { rows: M, train }: RewardShape): Plan {
  const { heads, kvHeads, headSize } = config;
  const plan = new PlanBuilder(rewardLayout(config));
  const ids = plan.input('ids', [M], 'int32'); // [M]
  const positions = plan.input('positions', [M], 'int32'); // [M]
  const segments = plan.input('segments', [M, 2], 'int32'); // [M, 2]
  const x = blocks(plan, config, ids, positions, (qkv) =>
    causalAttention(plan, qkv, segments, { heads, kvHeads, headSize }),
  ); // [M, C]
  const scores = matmul(plan, finalNorm(plan, config, x), plan.parameter(SCORE_HEAD), { transposeB: true }); // [M, 1]
  plan.output('scores', scores);
  if (train) {
    plan.backward([{ value: scores, gradient: plan.input('dScores', [M, 1]) }]);
    plan.output('norm', plan.optimizer().norm);
  }
  return plan.build();
}
