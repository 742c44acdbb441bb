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

/**
 * Completions as padded matrices: chosen rows, then rejected, then mismatched. Golden cases of these kinds have no prompt, so
 * the full mask is the completion's own, or empty.
 */
function sequenceArrays(
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
