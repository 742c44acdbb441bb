import { completionSums, type ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { objectiveTensors } from '../../src/engine/methods/objectiveTensors.ts';
import { meanOf } from '../../src/engine/metrics/aggregate.ts';
import { entropy, logSoftmax } from '../../src/engine/metrics/kl.ts';
import { tensorOperations } from '../../src/kernels/index.ts';
import { readAligned } from './alignedLogits.ts';
import { Comparison, type Found } from './Comparison.ts';
import { type Evaluated, evaluateInFloat64 } from './evaluateBoth.ts';
import { expressLoss } from './expressLoss.ts';
import { flatten, objectField, rowsField, toList } from './fields.ts';
import { readRoles } from './logitRoles.ts';
import type { ExpressedLoss } from './losses/ExpressedLoss.ts';
import { compareMetrics } from './sequenceLosses.ts';
import { FLOAT64, type GoldenCase, type JsonObject, type Outcome, type Tolerance } from './types.ts';

/** Logits and what they score. Column t of the token matrices is the token at t + 1, which the logits at t predict. */
export interface Scored {
  readonly arrays: ObjectiveArrays;
  readonly vocabulary: number;
  /** [N, T, V] */
  readonly logits: Float64Array;
  /** The reference's. [N, T, V] */
  readonly refLogits: Float64Array | undefined;
  /** Token that the logits at [n, t] have to predict; −1 in the last column. [N, T] */
  readonly targets: Int32Array;
}

/** Kind `logits`: losses from vocabulary logits, with the gradient by every logit. */
export function checkLogitLoss(golden: GoldenCase, tolerance: Tolerance): Outcome {
  const expressed = expressLoss(golden);
  const { inputs, expected } = golden;
  const scored = inputs.labels_aligned_with_logits === undefined ? readScored(inputs) : readAligned(inputs);
  const comparison = new Comparison();
  compare(comparison, 'float64', scored, inFloat64(expressed, scored), golden, FLOAT64);
  if (!golden.flags.includes('exceeds_float32')) {
    compare(comparison, 'tensors', scored, onTensors(expressed, scored), golden, tolerance);
  }
  compareLogps(comparison, scored, expected);
  if (expected.metrics !== undefined) {
    const metrics = objectField(expected, 'metrics');
    compareMetrics(comparison, expressed, scored.arrays, metrics, FLOAT64);
    const ours = vocabularyMetrics(scored);
    for (const id of Object.keys(ours)) {
      if (metrics[id] !== undefined) comparison.check(`float64 metrics.${id}`, ours[id] ?? null, metrics[id], FLOAT64);
    }
  }
  return comparison.outcome(golden.id);
}

function compare(
  comparison: Comparison,
  path: string,
  { logits }: Scored,
  evaluated: Evaluated,
  { expected, flags }: GoldenCase,
  tolerance: Tolerance,
): void {
  comparison.check(`${path} loss`, evaluated.loss, expected.loss, tolerance);
  for (const [name, value] of [
    ['chosen_rewards', evaluated.chosenRewards],
    ['rejected_rewards', evaluated.rejectedRewards],
  ] as const) {
    if (expected[name] !== undefined) comparison.check(`${path} ${name}`, value, expected[name], tolerance);
  }
  if (flags.includes('subgradient_tie') || expected.grad === undefined) return;
  const grad = flatten(objectField(expected, 'grad').policy_logits, 'grad.policy_logits');
  if (grad.length !== logits.length)
    throw new Error(`grad.policy_logits has ${grad.length} values, the logits ${logits.length}`);
  comparison.check(`${path} grad.policy_logits`, evaluated.gradient, grad, tolerance);
}

/** d log-softmax(target) / d logit_v = [v = target] − p_v, and d KL(p_ref ‖ p) / d logit_v = p_v − p_ref,v. */
function inFloat64(expressed: ExpressedLoss, scored: Scored): Evaluated {
  const { arrays, vocabulary, logits, refLogits, targets } = scored;
  const evaluated = evaluateInFloat64(expressed, arrays);
  const gradient = new Float64Array(logits.length);
  evaluated.gradient.forEach((g, index) => {
    if (g === 0 || (targets[index] ?? -1) < 0) return;
    const logps = logSoftmax(logits.subarray(index * vocabulary, (index + 1) * vocabulary));
    logps.forEach((logp, v) => {
      gradient[index * vocabulary + v] = g * ((v === targets[index] ? 1 : 0) - Math.exp(logp));
    });
  });
  evaluated.klGradient?.forEach((g, index) => {
    if (g === 0 || refLogits === undefined) return;
    const row = (matrix: Float64Array) => logSoftmax(matrix.subarray(index * vocabulary, (index + 1) * vocabulary));
    const reference = row(refLogits);
    row(logits).forEach((logp, v) => {
      const at = index * vocabulary + v;
      gradient[at] = (gradient[at] as number) + g * (Math.exp(logp) - Math.exp(reference[v] as number));
    });
  });
  return { ...evaluated, gradient };
}

/** From the logits on, all on the tape. */
function onTensors(
  { method, hyper }: ExpressedLoss,
  { arrays, vocabulary, logits, refLogits, targets }: Scored,
): Evaluated {
  const { sequences, tokens } = arrays;
  const oneHot = new Float32Array(logits.length);
  targets.forEach((target, index) => {
    if (target >= 0) oneHot[index * vocabulary + target] = 1;
  });
  const ofVocabulary = (values: ArrayLike<number>) => tensorOperations.tensor(values, [sequences, tokens, vocabulary]);
  const { results, gradient } = tensorOperations.gradient(
    (x) => {
      const logps = tensorOperations.logSoftmax(x); // [N, T, V]
      const picked = tensorOperations.sum(tensorOperations.mul(logps, ofVocabulary(oneHot)), 2); // [N, T]
      if (refLogits === undefined) return objectiveTensors(method, arrays, hyper, tensorOperations, picked);
      const reference = tensorOperations.logSoftmax(ofVocabulary(refLogits)); // [N, T, V]
      const gaps = tensorOperations.mul(tensorOperations.exp(reference), tensorOperations.sub(reference, logps));
      return objectiveTensors(method, arrays, hyper, tensorOperations, picked, tensorOperations.sum(gaps, 2));
    },
    logits,
    [sequences, tokens, vocabulary],
  );
  return { ...results, loss: results.loss[0] ?? Number.NaN, gradient, klGradient: null };
}

/** Log-probs that the case lists, 0 outside the completion. */
function compareLogps(comparison: Comparison, { arrays }: Scored, expected: JsonObject): void {
  const { sequences, tokens, completionMask, tokenLogps, refTokenLogps } = arrays;
  const masked = (matrix: ArrayLike<number>) =>
    Array.from({ length: sequences }, (_, n) =>
      Array.from({ length: tokens - 1 }, (_, t) =>
        completionMask[n * tokens + t] ? (matrix[n * tokens + t] ?? 0) : 0,
      ),
    );
  const found: Record<string, Found> = {
    policy_token_logps: masked(tokenLogps),
    policy_chosen_logps: completionSums(arrays, arrays.chosen).logps,
    policy_rejected_logps: completionSums(arrays, arrays.rejected).logps,
  };
  if (refTokenLogps !== undefined) {
    found.ref_token_logps = masked(refTokenLogps);
    found.ref_chosen_logps = completionSums(arrays, arrays.chosen, 'reference').logps;
    found.ref_rejected_logps = completionSums(arrays, arrays.rejected, 'reference').logps;
  }
  for (const [name, value] of Object.entries(found)) {
    if (expected[name] !== undefined) comparison.check(`float64 ${name}`, value, expected[name], FLOAT64);
  }
}

/** Entropy over completion tokens of both halves; greedy accuracy over those of the chosen half. */
function vocabularyMetrics({ arrays, vocabulary, logits, targets }: Scored): Record<string, number | undefined> {
  const [entropies, hits]: [number[], number[]] = [[], []];
  for (let index = 0; index < targets.length; index++) {
    if (arrays.completionMask[index] !== 1) continue;
    const logps = logSoftmax(logits.subarray(index * vocabulary, (index + 1) * vocabulary));
    entropies.push(entropy(logps));
    if (index < (arrays.sequences / 2) * arrays.tokens) {
      hits.push(logps.indexOf(Math.max(...logps)) === targets[index] ? 1 : 0);
    }
  }
  return { entropy: meanOf(entropies)?.value, mean_token_accuracy: meanOf(hits)?.value };
}

/** KL(p ‖ q) of two log-distributions, nats. */
function kl(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let v = 0; v < p.length; v++) sum += Math.exp(p[v] as number) * ((p[v] as number) - (q[v] as number));
  return sum;
}

/** log Σ p². */
function logCollision(p: ArrayLike<number>): number {
  return Math.log(Array.from(p, (logp) => Math.exp(2 * logp)).reduce((sum, square) => sum + square, 0));
}

function readScored(inputs: JsonObject): Scored {
  const ids = rowsField(inputs, 'input_ids');
  const [attention, completion] = [rowsField(inputs, 'attention_mask'), rowsField(inputs, 'completion_mask')];
  const [sequences, tokens] = [ids.length, ids[0]?.length ?? 0];
  const policy = Float64Array.from(flatten(inputs.policy_logits, 'policy_logits'));
  const reference =
    inputs.ref_logits === undefined ? undefined : Float64Array.from(flatten(inputs.ref_logits, 'ref_logits'));
  const vocabulary = policy.length / (sequences * tokens);
  if (!Number.isInteger(vocabulary) || toList(inputs.policy_logits, 'policy_logits').length !== sequences) {
    throw new Error('policy_logits does not fit input_ids');
  }
  const targets = new Int32Array(sequences * tokens).fill(-1);
  const [completionMask, fullMask] = [new Uint8Array(targets.length), new Uint8Array(targets.length)];
  for (let n = 0; n < sequences; n++) {
    for (let t = 0; t + 1 < tokens; t++) {
      targets[n * tokens + t] = ids[n]?.[t + 1] ?? -1;
      completionMask[n * tokens + t] = completion[n]?.[t + 1] ? 1 : 0;
      fullMask[n * tokens + t] = attention[n]?.[t + 1] ? 1 : 0;
    }
  }
  const pick = (logits: Float64Array) =>
    Float64Array.from(targets, (target, index) =>
      target < 0
        ? 0
        : (logSoftmax(logits.subarray(index * vocabulary, (index + 1) * vocabulary))[target] ?? Number.NaN),
    );
  const row = (logits: Float64Array, index: number) =>
    logSoftmax(logits.subarray(index * vocabulary, (index + 1) * vocabulary));
  return {
    arrays: {
      sequences,
      tokens,
      tokenLogps: pick(policy),
      ...(reference === undefined
        ? {}
        : {
            refTokenLogps: pick(reference),
            tokenKl: Float64Array.from(targets, (_, t) => kl(row(reference, t), row(policy, t))),
          }),
      tokenCollision: Float64Array.from(targets, (_, t) => logCollision(row(policy, t))),
      completionMask,
      fullMask,
      ...readRoles(inputs, sequences),
    },
    vocabulary,
    logits: policy,
    refLogits: reference,
    targets,
  };
}
