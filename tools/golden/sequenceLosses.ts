import { methodById } from '../../src/engine/methods/index.ts';
import { completionSums, evaluateObjective, type ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { meanOf } from '../../src/engine/metrics/aggregate.ts';
import { preferenceMetrics } from '../../src/engine/metrics/preference.ts';
import { Comparison, type Found } from './Comparison.ts';
import { type Evaluated, evaluateInFloat64, evaluateOnTensors } from './evaluateBoth.ts';
import { expressLoss } from './expressLoss.ts';
import { objectField } from './fields.ts';
import type { ExpressedLoss } from './losses/ExpressedLoss.ts';
import { goldenArrays } from './sequences.ts';
import { FLOAT64, type GoldenCase, type JsonObject, type Outcome, type Tolerance } from './types.ts';

/** Kinds `pair` and `unpaired`: losses on given token log-probs, in float64 and on tensors. */
export function checkSequenceLoss(golden: GoldenCase, tolerance: Tolerance): Outcome {
  const expressed = expressLoss(golden);
  const { inputs, expected, flags } = golden;
  const unpaired = expressed.method.needs.relation === 'unpaired';
  const arrays = expressed.complete(goldenArrays(inputs, unpaired, expressed.withoutFullNll));
  const comparison = new Comparison();
  compareLoss(comparison, 'float64', expressed, arrays, evaluateInFloat64(expressed, arrays), golden, FLOAT64);
  if (!flags.includes('exceeds_float32')) {
    compareLoss(comparison, 'tensors', expressed, arrays, evaluateOnTensors(expressed, arrays), golden, tolerance);
  }
  if (expected.nll_loss !== undefined) {
    comparison.check('float64 nll_loss', tokenMeanNll(arrays), expected.nll_loss, FLOAT64);
  }
  if (expected.metrics !== undefined) {
    compareMetrics(comparison, expressed, arrays, objectField(expected, 'metrics'), FLOAT64);
  }
  return comparison.outcome(golden.id);
}

/** Values, rewards and gradients of one evaluation. */
function compareLoss(
  comparison: Comparison,
  path: string,
  { rewardScale }: ExpressedLoss,
  arrays: ObjectiveArrays,
  evaluated: Evaluated,
  { expected, flags }: GoldenCase,
  tolerance: Tolerance,
): void {
  const { chosen, rejected } = arrays;
  const lengths = {
    chosen: completionSums(arrays, chosen).lengths,
    rejected: completionSums(arrays, rejected).lengths,
  };
  const rewards = {
    chosen: evaluated.chosenRewards.map((reward, i) => reward * rewardScale(lengths.chosen[i] ?? 0)),
    rejected: evaluated.rejectedRewards.map((reward, i) => reward * rewardScale(lengths.rejected[i] ?? 0)),
  };
  const margins = rewards.chosen.map((reward, i) => reward - (rewards.rejected[i] ?? 0));
  const found: Record<string, Found> = {
    loss: evaluated.loss,
    losses: evaluated.losses,
    chosen_rewards: rewards.chosen,
    rejected_rewards: rewards.rejected,
    reward_margin: meanOf(margins)?.value ?? null,
    reward_accuracy: meanOf(margins.map((margin) => (margin > 0 ? 1 : 0)))?.value ?? null,
  };
  for (const [name, value] of Object.entries(found)) {
    if (name === 'loss' || expected[name] !== undefined)
      comparison.check(`${path} ${name}`, value, expected[name], tolerance);
  }
  if (flags.includes('subgradient_tie') || expected.grad === undefined) return;

  const grad = objectField(expected, 'grad');
  const tokenGradients = (rows: Int32Array, counts: Float64Array) =>
    Array.from(rows, (row, i) => evaluated.gradient.slice(row * arrays.tokens, row * arrays.tokens + (counts[i] ?? 0)));
  const gradients: Record<string, Float64Array[]> = {
    policy_chosen: tokenGradients(chosen, lengths.chosen),
    policy_rejected: tokenGradients(rejected, lengths.rejected),
  };
  for (const [name, perToken] of Object.entries(gradients)) {
    // By the summed log-prob: that of any token, where all have the same weight.
    comparisonIf(
      comparison,
      `${path} grad.${name}_logps`,
      perToken.map((row) => row[0] ?? null),
      grad[`${name}_logps`],
      tolerance,
    );
    comparisonIf(comparison, `${path} grad.${name}_token_logps`, perToken, grad[`${name}_token_logps`], tolerance);
  }
}

function comparisonIf(
  comparison: Comparison,
  name: string,
  found: Found,
  expected: JsonObject[string] | undefined,
  tolerance: Tolerance,
): void {
  if (expected !== undefined) comparison.check(name, found, expected, tolerance);
}

/** The logged metrics that are ours too. Reference-free trainers of token averages log averages as `logps/*`. */
export function compareMetrics(
  comparison: Comparison,
  { method, hyper }: ExpressedLoss,
  arrays: ObjectiveArrays,
  expected: JsonObject,
  tolerance: Tolerance,
): void {
  const metrics = preferenceMetrics(arrays, evaluateObjective(method, arrays, hyper));
  const found: Record<string, number | undefined> = {};
  for (const [id, { value }] of Object.entries(metrics)) found[id] = value;
  if (method.needs.reduction === 'mean' && method.needs.references.length === 0) {
    for (const side of ['chosen', 'rejected'] as const) {
      const { logps, lengths } = completionSums(arrays, arrays[side]);
      found[`logps/${side}`] = meanOf(logps.map((logp, i) => logp / Math.max(1, lengths[i] ?? 1)))?.value;
    }
  }
  found.nll_loss = tokenMeanNll(method.id === 'orpo' ? { ...arrays, completionMask: arrays.fullMask } : arrays);
  for (const [id, value] of Object.entries(expected)) {
    const ours = found[id];
    if (ours !== undefined) comparison.check(`float64 metrics.${id}`, ours, value, tolerance);
  }
}

/** The likelihood term by itself is SFT's loss. */
function tokenMeanNll(arrays: ObjectiveArrays): number {
  const sft = methodById('sft');
  if (!sft) throw new Error("no method 'sft'");
  const refTokenLogps = arrays.refTokenLogps ?? arrays.tokenLogps;
  return evaluateObjective(sft, { ...arrays, refTokenLogps }, { beta: 1 }).loss;
}
