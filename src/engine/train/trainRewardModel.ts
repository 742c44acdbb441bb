import { hyperValues, type ParameterStore } from '../../kernels/index.ts';
import { evaluateObjective, type ObjectiveArrays } from '../methods/objective.ts';
import { bradleyTerry } from '../methods/reward/bradleyTerry.ts';
import { rewardLayout, SCORE_HEAD } from '../model/layout.ts';
import type { LoadedModel } from '../model/loadModel.ts';
import type { PlanCache } from '../model/PlanCache.ts';
import { scoreChunk } from '../model/rewardScorer.ts';
import { dataOrder } from './dataOrder.ts';
import { randomStream } from './rng.ts';
import { scheduleFactor } from './schedule.ts';
import { ADAM_EPSILON } from './step.ts';

/** Two answers to a prompt as token ids, BOS to EOS; the first is preferred. */
export interface RewardPair {
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  /** Gold scores, for the margin; both or neither. */
  readonly scores?: readonly [chosen: number, rejected: number];
  /** The preferred answer after a prompt that it satisfies, and after one that it violates. */
  readonly prompts?: { readonly satisfied: readonly number[]; readonly violated: readonly number[] };
}

export interface RewardTraining {
  readonly steps: number;
  /** How much of the difference of gold scores the lead must exceed. */
  readonly margin: number;
  /** Pull of the scores towards 0. */
  readonly centring: number;
  readonly seed: number;
  /** Pairs a step. */
  readonly batch: number;
  /** Weight of −log σ(score after the satisfied prompt − score after the violated one). 0: not computed. */
  readonly intraWeight: number;
}

interface RewardTrainingParts {
  readonly plans: PlanCache;
  /** The backbone's first weights. */
  readonly model: Pick<LoadedModel, 'config' | 'layout' | 'weights'>;
  readonly pairs: readonly RewardPair[];
  /** Sequences of one launch at most. */
  readonly chunkLimit: number;
  /** After each step; may be waited for, and may throw to end it. */
  readonly onStep: (done: number, total: number, loss: number) => void | Promise<void>;
}

/** transformers' `initializer_range`. */
const HEAD_SPREAD = 0.02;
const WARMUP_STEPS = 5;
/** Rows of one launch at most: activations of all are kept for the backward pass. */
const ROWS_MAX = 2048;

/**
 * Trains a Bradley-Terry reward model on the backbone of a language model, head and backbone together, by AdamW(0.9, 0.95) at the
 * objective's own learning rate, without weight decay, gradients clipped at 1. Everything random comes from the seed: the head's first
 * weights and the order of the pairs.
 *
 * @returns weights in the order of `rewardLayout`
 * @throws RangeError where a margin is asked of pairs without scores; KernelError when the device fails
 */
export async function trainRewardModel(
  { plans, model, pairs, chunkLimit, onStep }: RewardTrainingParts,
  training: RewardTraining,
): Promise<Float32Array> {
  const { steps, batch, seed } = training;
  const store = plans.backend.createStore(rewardLayout(model.config), { trainable: true });
  try {
    store.upload('parameters', initialWeights(model, seed));
    const order = dataOrder(pairs.length, seed);
    for (let step = 1; step <= steps; step++) {
      const taken = Array.from({ length: batch }, (_, i) => pairs[order((step - 1) * batch + i)] as RewardPair);
      const loss = await trainStep(plans, store, taken, { step, training, chunkLimit });
      await onStep(step, steps, loss);
    }
    return await store.download('parameters');
  } finally {
    await plans.release(store);
    store.dispose();
  }
}

/** The language model's weights, with a head of small seeded numbers. */
function initialWeights({ config, layout, weights }: RewardTrainingParts['model'], seed: number): Float32Array {
  const own = rewardLayout(config);
  const flat = new Float32Array(own.length);
  const random = randomStream(seed, 'reward_model/head');
  for (const { name, shape, offset } of own.entries) {
    const size = shape.reduce((product, length) => product * length, 1);
    const from = layout.entries.find((entry) => entry.name === name)?.offset;
    if (name === SCORE_HEAD) for (let i = 0; i < size; i++) flat[offset + i] = HEAD_SPREAD * random.normal();
    else if (from !== undefined) flat.set(weights.subarray(from, from + size), offset);
    else throw new RangeError(`the language model has no ${name}`);
  }
  return flat;
}

interface StepSettings {
  /** From 1. */
  readonly step: number;
  readonly training: RewardTraining;
  readonly chunkLimit: number;
}

/** What of a pair is scored, in the order of `rewardObjective`. @throws RangeError where its prompts are missing */
const SIDES: readonly ((pair: RewardPair) => readonly number[])[] = [
  ({ chosen }) => chosen,
  ({ rejected }) => rejected,
  ({ prompts }) => needed(prompts).satisfied,
  ({ prompts }) => needed(prompts).violated,
];

function needed(prompts: RewardPair['prompts']): NonNullable<RewardPair['prompts']> {
  if (prompts === undefined) throw new RangeError('a comparison of prompts needs them');
  return prompts;
}

/** Both answers of a pair go through one launch, so that its gradient is known when its activations are there. */
async function trainStep(
  plans: PlanCache,
  store: ParameterStore,
  pairs: readonly RewardPair[],
  { step, training, chunkLimit }: StepSettings,
): Promise<number> {
  let loss = 0;
  let last = null;
  const sides = training.intraWeight === 0 ? 2 : 4;
  for (const chunk of chunksOf(pairs, chunkLimit, sides)) {
    const sequences = SIDES.slice(0, sides).flatMap((side) => chunk.map(side));
    const { executor, scores, lastRows, rows } = await scoreChunk(plans, store, sequences, true);
    const share = chunk.length / pairs.length;
    const objective = rewardObjective(scores, chunk, training);
    const dScores = new Float32Array(rows); // [M, 1]
    lastRows.forEach((row, i) => {
      dScores[row] = (objective.gradients[i] ?? 0) * share;
    });
    executor.write('dScores', dScores);
    executor.run('backward');
    loss += objective.loss * share;
    last = executor;
  }
  if (last === null) throw new RangeError('a step needs a pair');
  const schedule = { name: 'constant_with_warmup', warmupSteps: WARMUP_STEPS, totalSteps: training.steps } as const;
  const settings = {
    learningRate: bradleyTerry.learningRate * scheduleFactor(schedule, step),
    beta1: 0.9,
    beta2: 0.95,
    eps: ADAM_EPSILON,
    weightDecay: 0,
    step,
    maxGradNorm: 1,
    gradientScale: 1,
  };
  last.write('hyper', hyperValues(settings));
  last.run('update');
  await last.read('norm');
  return loss;
}

function chunksOf(pairs: readonly RewardPair[], chunkLimit: number, sides: number): RewardPair[][] {
  const chunks: RewardPair[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const own = SIDES.slice(0, sides).reduce((sum, side) => sum + side(pair).length, 0);
    const isFull = ((chunks.at(-1)?.length ?? 0) + 1) * sides > Math.max(sides, chunkLimit);
    if (rows + own > ROWS_MAX || isFull) {
      chunks.push([]);
      rows = 0;
    }
    chunks.at(-1)?.push(pair);
    rows += own;
  }
  return chunks;
}

/**
 * The reward objective of some pairs and its slope along each score, in float64: Bradley and Terry's on the answers, and, weighed, the
 * same without margin and centring on the prompts.
 *
 * @param scores of all chosen answers, then of all rejected ones; with `intraWeight` of the chosen ones after the prompts that they satisfy, then
 *   after those that they violate. [2B] or [4B]
 * @returns the mean loss, and d loss / d score, as many
 * @throws RangeError where a margin is asked of pairs without scores
 */
export function rewardObjective(
  scores: ArrayLike<number>,
  pairs: readonly RewardPair[],
  { margin, centring, intraWeight }: Pick<RewardTraining, 'margin' | 'centring' | 'intraWeight'>,
): { readonly loss: number; readonly gradients: Float64Array } {
  const all = Float64Array.from(scores);
  const answers = bradleyTerryOf(all.subarray(0, 2 * pairs.length), pairs, { margin, centring });
  if (intraWeight === 0) return answers;
  const prompts = bradleyTerryOf(all.subarray(2 * pairs.length), pairs, { margin: 0, centring: 0 });
  return {
    loss: answers.loss + intraWeight * prompts.loss,
    gradients: Float64Array.of(...answers.gradients, ...prompts.gradients.map((slope) => intraWeight * slope)),
  };
}

function bradleyTerryOf(
  scores: Float64Array,
  pairs: readonly RewardPair[],
  { margin, centring }: Pick<RewardTraining, 'margin' | 'centring'>,
): { readonly loss: number; readonly gradients: Float64Array } {
  const B = pairs.length;
  if (margin !== 0 && pairs.some((pair) => pair.scores === undefined)) throw new RangeError('a margin needs scores');
  const all = new Uint8Array(2 * B).fill(1);
  const arrays: ObjectiveArrays = {
    sequences: 2 * B,
    tokens: 1, // A score stands where a summed log-prob does in objectives on a policy.
    tokenLogps: scores,
    completionMask: all,
    fullMask: all,
    chosen: Int32Array.from({ length: B }, (_, i) => i),
    rejected: Int32Array.from({ length: B }, (_, i) => B + i),
    columns: {
      'chosen score': Float64Array.from(pairs, (pair) => pair.scores?.[0] ?? 0),
      'rejected score': Float64Array.from(pairs, (pair) => pair.scores?.[1] ?? 0),
    },
  };
  const { loss, tokenGradients } = evaluateObjective(bradleyTerry, arrays, {
    margin,
    center_rewards_coefficient: centring,
  });
  return { loss, gradients: tokenGradients };
}
