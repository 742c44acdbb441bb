import { evaluateTensors, type TensorOperations } from '../math/tensors.ts';
import { withInitialValues } from './initialParameters.ts';
import { type Leaf, leafValue, readLeaf, trainedSource, visitLeaf } from './leaves.ts';
import type { ObjectiveArrays } from './objectiveArrays.ts';
import { type OutputName, recordObjective } from './recordObjective.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

const SCALARS: ReadonlySet<Leaf['kind']> = new Set(['state', 'draw']);

/**
 * The same outputs on tensors, from tensors of token log-probs and, where the method reads it, token divergences, [N, T], that
 * a tape may follow. For proofs.
 */
export function objectiveTensors<T>(
  method: MethodDefinition,
  arrays: ObjectiveArrays,
  hyper: Hyperparameters,
  operations: TensorOperations<T>,
  tokenLogps: T,
  tokenKl?: T,
): Record<OutputName, T> {
  const size = arrays.sequences * arrays.tokens;
  const complete = withInitialValues(method, arrays);
  return evaluateTensors(recordObjective(method, hyper), operations, (name, [limits]) => {
    const leaf = readLeaf(name);
    const bounds = limits === undefined ? undefined : operations.read(limits);
    const source = trainedSource(leaf);
    const trained = source === 'policy' ? tokenLogps : tokenKl;
    const values = leafValue(leaf, complete, bounds);
    if (source === null || trained === undefined || (leaf.kind !== 'sum' && leaf.kind !== 'token')) {
      const isOne = leaf.kind === 'parameter' && method.parameters?.vectors[leaf.name]?.axis === 'scalar';
      return operations.tensor(values, isOne || SCALARS.has(leaf.kind) ? [] : [values.length]);
    }
    if (values.length === 0) return operations.tensor([], [0]);
    // Tokens are picked and summed by a product with a 0/1 matrix: its gradient exists on every backend.
    const picks = new Float32Array(values.length * size);
    visitLeaf(leaf, arrays, bounds, (element, index) => {
      picks[element * size + index] = 1;
    });
    const column = operations.reshape(trained, [size, 1]);
    const sums = operations.matmul(operations.tensor(picks, [values.length, size]), column); // [n, 1]
    return operations.reshape(sums, [values.length]);
  });
}
