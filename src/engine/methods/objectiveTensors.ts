import { evaluateTensors, type TensorOperations } from '../math/tensors.ts';
import { type ObjectiveArrays, rowsOf, visitTokens } from './objectiveArrays.ts';
import { type OutputName, readLeaf, recordObjective } from './recordObjective.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

/** The same outputs on tensors, from a tensor of token log-probs [N, T] that a tape may follow. For proofs. */
export function objectiveTensors<T>(
  method: MethodDefinition,
  arrays: Omit<ObjectiveArrays, 'tokenLogps'>,
  hyper: Hyperparameters,
  operations: TensorOperations<T>,
  tokenLogps: T,
): Record<OutputName, T> {
  const { sequences, tokens, refTokenLogps } = arrays;
  const reference = () => {
    if (refTokenLogps === undefined) throw new RangeError('this objective needs reference log-probs');
    return operations.tensor(refTokenLogps, [sequences, tokens]);
  };
  return evaluateTensors(recordObjective(method, hyper), operations, (name, [limits]) => {
    const leaf = readLeaf(name);
    const rows = rowsOf(arrays, leaf.side);
    if (rows.length === 0) return operations.tensor([], [0]);
    const bounds = limits === undefined ? undefined : operations.read(limits);
    // Rows are picked by a product with a 0/1 matrix: its gradient exists on every backend.
    const picks = new Float32Array(rows.length * sequences);
    const weights = new Float32Array(rows.length * tokens);
    rows.forEach((row, i) => {
      picks[i * sequences + row] = 1;
      visitTokens(arrays, leaf.span, row, bounds?.[i], (index) => {
        weights[i * tokens + (index - row * tokens)] = 1;
      });
    });
    const mask = operations.tensor(weights, [rows.length, tokens]); // [n, T]
    if (leaf.source === null) return operations.sum(mask, 1); // [n]
    const matrix = leaf.source === 'policy' ? tokenLogps : reference();
    const picked = operations.matmul(operations.tensor(picks, [rows.length, sequences]), matrix); // [n, T]
    return operations.sum(operations.mul(picked, mask), 1); // [n]
  });
}
