import { methodById } from '../../index.ts';
import { evaluateObjective, type ObjectiveArrays } from '../../objective.ts';
import { defaultsOf } from '../../testing/batches.ts';
import type { Hyperparameters, MethodDefinition } from '../../types.ts';

/** @throws Error where there is none */
export function method(id: string): MethodDefinition {
  const found = methodById(id);
  if (!found) throw new Error(`no method ${id}`);
  return found;
}

/** Samples of these tokens' log-probs; what drew them gave `old`, the reference `reference`. */
export function samples(
  policy: readonly (readonly number[])[],
  old: readonly (readonly number[])[],
  advantages: readonly number[],
  { reference = old, entropies = policy }: { reference?: typeof policy; entropies?: typeof policy } = {},
): ObjectiveArrays {
  const tokens = Math.max(1, ...policy.map((row) => row.length));
  const matrix = (rows: readonly (readonly number[])[]) =>
    Float64Array.from({ length: policy.length * tokens }, (_, i) => rows[Math.floor(i / tokens)]?.[i % tokens] ?? 0);
  const completionMask = Uint8Array.from(matrix(policy.map((row) => row.map(() => 1))));
  return {
    sequences: policy.length,
    tokens,
    tokenLogps: matrix(policy),
    oldTokenLogps: matrix(old),
    refTokenLogps: matrix(reference),
    tokenEntropy: matrix(entropies),
    completionMask,
    fullMask: completionMask,
    chosen: new Int32Array(0),
    rejected: new Int32Array(0),
    sample: Int32Array.from(policy, (_, i) => i),
    columns: { 'sample advantage': Float64Array.from(advantages) },
    draw: { maxLength: 10, tokens: completionMask.reduce((sum, on) => sum + on, 0) },
  };
}

/** The method at its page's values, but for those changed. */
export function evaluate(id: string, arrays: ObjectiveArrays, changed: Hyperparameters = {}) {
  return evaluateObjective(method(id), arrays, { ...defaultsOf(method(id)), ...changed });
}
