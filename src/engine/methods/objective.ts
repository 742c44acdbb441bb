import { evaluateFloat64, gradientsFloat64 } from '../math/float64.ts';
import { matrixOf, type ObjectiveArrays, rowsOf, visitTokens } from './objectiveArrays.ts';
import { readLeaf, recordObjective } from './recordObjective.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

export { completionSums, type ObjectiveArrays } from './objectiveArrays.ts';

/**
 * From per-token log-probs to the objective and back: what the training step calls between its forward and backward
 * plans, and what the token view, the evaluation and the golden tests call too.
 *
 * Every sequence score derives from the token matrix (sums, prefix sums, prompt and completion sums), so the gradient comes
 * back per token: the number that says how hard the objective pushes each token up or down.
 */

export interface ObjectiveEvaluation {
  readonly loss: number;
  /** Per example, their mean is `loss`: pairs, or chosen rows then rejected rows. */
  readonly losses: Float64Array;
  readonly chosenRewards: Float64Array;
  readonly rejectedRewards: Float64Array;
  /** d loss / d tokenLogps. [N, T] */
  readonly tokenGradients: Float64Array;
}

/**
 * The objective in float64 with its gradient by every token's log-prob. Callers that accumulate gradients over several
 * micro-batches scale.
 *
 * @throws RangeError where the arrays disagree in size or the method needs a reference that is not there
 */
export function evaluateObjective(
  method: MethodDefinition,
  arrays: ObjectiveArrays,
  hyper: Hyperparameters,
): ObjectiveEvaluation {
  checkArrays(method, arrays);
  const values = evaluateFloat64(recordObjective(method, hyper), (name, [limits]) => {
    const leaf = readLeaf(name);
    const rows = rowsOf(arrays, leaf.side);
    const sums = new Float64Array(rows.length);
    const matrix = matrixOf(arrays, leaf.source);
    rows.forEach((row, i) => {
      let sum = 0;
      visitTokens(arrays, leaf.span, row, limits?.[i], (index) => {
        sum += matrix === null ? 1 : (matrix[index] as number);
      });
      sums[i] = sum;
    });
    return sums;
  });
  const tokenGradients = new Float64Array(arrays.sequences * arrays.tokens);
  gradientsFloat64(values, 'loss', (name, gradient, [limits]) => {
    const leaf = readLeaf(name);
    if (leaf.source !== 'policy') return;
    rowsOf(arrays, leaf.side).forEach((row, i) => {
      const g = gradient[i] as number;
      if (g === 0) return;
      visitTokens(arrays, leaf.span, row, limits?.[i], (index) => {
        tokenGradients[index] = (tokenGradients[index] as number) + g;
      });
    });
  });
  return {
    loss: values.value('loss')[0] as number,
    losses: values.value('losses'),
    chosenRewards: values.value('chosenRewards'),
    rejectedRewards: values.value('rejectedRewards'),
    tokenGradients,
  };
}

function checkArrays(method: MethodDefinition, arrays: ObjectiveArrays): void {
  const { sequences, tokens, chosen, rejected, mismatched } = arrays;
  const size = sequences * tokens;
  for (const name of ['tokenLogps', 'refTokenLogps', 'completionMask', 'fullMask'] as const) {
    const found = arrays[name]?.length ?? size;
    if (found !== size) throw new RangeError(`${name} has ${found} elements, [${sequences}, ${tokens}] expected`);
  }
  for (const rows of [chosen, rejected, mismatched ?? []]) {
    for (const row of rows) if (!(row >= 0 && row < sequences)) throw new RangeError(`row ${row} of ${sequences}`);
  }
  if (method.needs.relation === 'pair' && chosen.length !== rejected.length) {
    throw new RangeError(`${chosen.length} chosen and ${rejected.length} rejected rows are no pairs`);
  }
}
