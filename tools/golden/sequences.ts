import type { ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { numbersField, rowsField } from './fields.ts';
import type { JsonObject } from './types.ts';

/** The completions of a case of kind `pair` or `unpaired`, see `sequenceArrays`. */
export function goldenArrays(inputs: JsonObject, unpaired: boolean, withoutFullMask: boolean): ObjectiveArrays {
  const mismatched = unpaired ? totals(inputs) : [];
  return sequenceArrays(side(inputs, 'chosen'), side(inputs, 'rejected'), mismatched, withoutFullMask);
}

function side(inputs: JsonObject, name: 'chosen' | 'rejected'): GoldenSequence[] {
  const policy = rowsField(inputs, `policy_${name}_token_logps`);
  const reference = rowsField(inputs, `ref_${name}_token_logps`);
  return policy.map((logps, i) => ({ policy: logps, reference: reference[i] ?? [] }));
}

/** Mismatched completions are given by their sums alone: one token each. */
function totals(inputs: JsonObject): GoldenSequence[] {
  const reference = numbersField(inputs, 'ref_kl_logps');
  return numbersField(inputs, 'policy_kl_logps').map((logp, i) => ({ policy: [logp], reference: [reference[i] ?? 0] }));
}

/** One scored completion of a golden case: log-prob of each token under policy and reference. */
interface GoldenSequence {
  readonly policy: readonly number[];
  readonly reference: readonly number[];
}

/** Samples of a golden case, ragged or padded; `mask` says which positions count, left out all do. */
export interface GoldenSamples {
  readonly policy: readonly (readonly number[])[];
  readonly reference: readonly (readonly number[])[];
  /** Under the policy that drew them, and its entropies; left out where a loss needs none. */
  readonly old?: readonly (readonly number[])[];
  readonly entropies?: readonly (readonly number[])[];
  readonly mask?: readonly (readonly number[])[];
  readonly advantages: readonly number[];
}

/** Samples as padded matrices. A step is one micro-batch, its longest completion the width. */
export function sampleArrays({ policy, reference, old, entropies, mask, advantages }: GoldenSamples): ObjectiveArrays {
  const [sequences, tokens] = [policy.length, Math.max(1, ...policy.map((row) => row.length))];
  const matrix = (rows: readonly (readonly number[])[]) =>
    Float64Array.from({ length: sequences * tokens }, (_, i) => rows[Math.floor(i / tokens)]?.[i % tokens] ?? 0);
  const completionMask = Uint8Array.from(matrix(mask ?? policy.map((row) => row.map(() => 1))));
  return {
    sequences,
    tokens,
    tokenLogps: matrix(policy),
    refTokenLogps: matrix(reference),
    ...(old && { oldTokenLogps: matrix(old) }),
    ...(entropies && { tokenEntropy: matrix(entropies) }),
    completionMask,
    fullMask: completionMask,
    chosen: new Int32Array(0),
    rejected: new Int32Array(0),
    sample: Int32Array.from({ length: sequences }, (_, i) => i),
    columns: { 'sample advantage': Float64Array.from(advantages) },
    draw: { maxLength: tokens, tokens: completionMask.reduce((sum, on) => sum + on, 0) },
  };
}

/**
 * Completions as padded matrices: chosen rows, then rejected, then mismatched. Golden cases of these kinds have no prompt, so
 * the full mask is the completion's own, or empty.
 */
export function sequenceArrays(
  chosen: readonly GoldenSequence[],
  rejected: readonly GoldenSequence[],
  mismatched: readonly GoldenSequence[],
  withoutFullMask: boolean,
): ObjectiveArrays {
  const rows = [...chosen, ...rejected, ...mismatched];
  const tokens = Math.max(1, ...rows.map(({ policy }) => policy.length));
  const size = rows.length * tokens;
  const [tokenLogps, refTokenLogps] = [new Float64Array(size), new Float64Array(size)];
  const completionMask = new Uint8Array(size);
  rows.forEach(({ policy, reference }, row) => {
    policy.forEach((logp, t) => {
      tokenLogps[row * tokens + t] = logp;
      refTokenLogps[row * tokens + t] = reference[t] ?? 0;
      completionMask[row * tokens + t] = 1;
    });
  });
  const range = (start: number, count: number) => Int32Array.from({ length: count }, (_, i) => start + i);
  return {
    sequences: rows.length,
    tokens,
    tokenLogps,
    refTokenLogps,
    completionMask,
    fullMask: withoutFullMask ? new Uint8Array(size) : completionMask,
    chosen: range(0, chosen.length),
    rejected: range(chosen.length, rejected.length),
    mismatched: range(chosen.length + rejected.length, mismatched.length),
  };
}
