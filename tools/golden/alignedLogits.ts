import { logSoftmax } from '../../src/engine/metrics/kl.ts';
import { flatten, numbersField, rowsField } from './fields.ts';
import type { Scored } from './logitLosses.ts';
import { listRoles } from './logitRoles.ts';
import type { JsonObject } from './types.ts';

/** Labels that count for nothing. */
const IGNORED = -100;

/**
 * One list of completions whose labels stand at the logits that predict them (RRHF's code). It divides by the width of the row:
 * padding and prompt are taken as completion tokens that are certain, log-prob 0, so that they count in lengths alone.
 */
export function readAligned(inputs: JsonObject): Scored {
  const labels = rowsField(inputs, 'labels_aligned_with_logits');
  const [sequences, tokens] = [labels.length, labels[0]?.length ?? 0];
  const logits = Float64Array.from(flatten(inputs.policy_logits, 'policy_logits'));
  const vocabulary = logits.length / (sequences * tokens);
  if (!Number.isInteger(vocabulary)) throw new Error('policy_logits does not fit labels_aligned_with_logits');
  const targets = Int32Array.from(labels.flat(), (label) => (label === IGNORED ? -1 : label));
  const certain = new Uint8Array(targets.length).fill(1);
  const row = (index: number) => logSoftmax(logits.subarray(index * vocabulary, (index + 1) * vocabulary));
  return {
    arrays: {
      sequences,
      tokens,
      tokenLogps: Float64Array.from(targets, (target, t) => (target < 0 ? 0 : (row(t)[target] ?? Number.NaN))),
      completionMask: certain,
      fullMask: certain,
      ...listRoles(numbersField(inputs, 'rewards'), sequences),
    },
    vocabulary,
    logits,
    refLogits: undefined,
    targets,
  };
}
