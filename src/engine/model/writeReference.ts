import type { Executor } from '../../kernels/index.ts';

/** A reference's distributions over the vocabulary, as the two sides of its last product. */
export interface ReferenceDistributions {
  /** `referenceHead`'s [V, C]. Another head is another array, also where only its numbers changed. */
  readonly head: Float32Array;
  /** Per sequence, the `hidden` of its rows under the reference, [n − 1, C]. */
  readonly hidden: readonly Float32Array[];
}

/** The head each plan holds: a large array, written once. */
const heads = new WeakMap<Executor, Float32Array>();

/**
 * Fills `refHidden` [M, C] and `refHead` [V, C] of a plan with `statistics.kl`; rows not in use get zeros.
 * @param begins the first row of each sequence of `reference.hidden` in the plan (`layoutSequences`)
 * @throws RangeError when a sequence's hidden states do not fit behind its first row; KernelError PLAN_INVALID for a head of another size
 */
export function writeReference(executor: Executor, reference: ReferenceDistributions, begins: readonly number[]): void {
  const [rows = 0, channels = 0] = executor.plan.inputs.get('refHidden')?.shape ?? [];
  if (channels === 0) throw new RangeError('this plan has no KL: ask for it in `statistics`');
  const packed = new Float32Array(rows * channels); // [M, C]
  reference.hidden.forEach((hidden, n) => {
    const begin = (begins[n] ?? rows) * channels;
    if (hidden.length % channels !== 0 || begin + hidden.length > packed.length) {
      throw new RangeError(
        `${hidden.length} hidden numbers from row ${begins[n]} on, in a plan of ${rows} × ${channels}`,
      );
    }
    packed.set(hidden, begin);
  });
  executor.write('refHidden', packed);
  if (heads.get(executor) === reference.head) return;
  executor.write('refHead', reference.head);
  heads.set(executor, reference.head);
}
