import { evaluateFloat64, type Float64Values, gradientsFloat64 } from '../math/float64.ts';
import { withInitialValues } from './initialParameters.ts';
import { leafValue, readLeaf, trainedSource, visitLeaf } from './leaves.ts';
import type { ObjectiveArrays } from './objectiveArrays.ts';
import { type OutputName, recordObjective } from './recordObjective.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

export { completionSums, type ObjectiveArrays } from './objectiveArrays.ts';

/**
 * From per-token log-probs to the objective and back: what the training step calls between its forward and backward
 * plans, and what the token view, the evaluation and the golden tests call too.
 *
 * Every sequence score derives from the token matrices, so the gradient comes back per token: the number that says how hard
 * the objective pushes each token up or down.
 */

export interface ObjectiveEvaluation {
  readonly loss: number;
  /** Per example, their mean is `loss`: pairs, chosen rows then rejected rows, lists or samples. */
  readonly losses: Float64Array;
  readonly chosenRewards: Float64Array;
  readonly rejectedRewards: Float64Array;
  /** d loss / d tokenLogps. [N, T] */
  readonly tokenGradients: Float64Array;
  /** d loss / d tokenKl, where the method reads it. [N, T] */
  readonly klGradients: Float64Array | null;
  /** d loss / d each vector that the method learns and this graph reads. */
  readonly parameterGradients: Readonly<Record<string, Float64Array>>;
  /** How much each completion token of a pair counts, where the method tells; 0 elsewhere. [N, T] */
  readonly tokenMasks: Float64Array | null;
  /** Running statistics after this batch. */
  readonly state: Readonly<Record<string, number>>;
  /** The method's further metrics, by TRL's names. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Every node, for `detachedAt`. */
  readonly values: Float64Values<OutputName>;
}

/**
 * The objective in float64 with its gradient by every token's log-prob. Callers that accumulate gradients over several
 * micro-batches scale.
 *
 * @param detachedAt an evaluation at which detached quantities stay: for difference quotients
 * @throws RangeError where the arrays disagree in size or lack what the method needs
 */
export function evaluateObjective(
  method: MethodDefinition,
  arrays: ObjectiveArrays,
  hyper: Hyperparameters,
  detachedAt?: ObjectiveEvaluation,
): ObjectiveEvaluation {
  checkArrays(method, arrays);
  const complete = withInitialValues(method, arrays);
  const graph = recordObjective(method, hyper);
  const values = evaluateFloat64(
    graph,
    (name, [limits]) => leafValue(readLeaf(name), complete, limits),
    detachedAt?.values,
  );
  const size = arrays.sequences * arrays.tokens;
  const tokenGradients = new Float64Array(size);
  let klGradients: Float64Array | null = null;
  const parameterGradients: Record<string, Float64Array> = {};
  gradientsFloat64(values, 'loss', (name, gradient, [limits]) => {
    const leaf = readLeaf(name);
    if (leaf.kind === 'parameter') parameterGradients[leaf.name] = gradient;
    const source = trainedSource(leaf);
    if (source === null || (leaf.kind !== 'sum' && leaf.kind !== 'token')) return;
    if (source === 'kl') klGradients ??= new Float64Array(size);
    const into = klGradients !== null && source === 'kl' ? klGradients : tokenGradients;
    visitLeaf(leaf, arrays, limits, (element, index) => {
      into[index] = (into[index] as number) + (gradient[element] as number);
    });
  });
  const state: Record<string, number> = { ...complete.state };
  for (const name of Object.keys(method.state ?? {})) {
    if (`state ${name}` in graph.outputs) state[name] = values.value(`state ${name}`)[0] as number;
  }
  const metrics: Record<string, number> = {};
  for (const name of Object.keys(graph.outputs) as OutputName[]) {
    if (name.startsWith(METRIC)) metrics[name.slice(METRIC.length)] = values.value(name)[0] as number;
  }
  return {
    loss: values.value('loss')[0] as number,
    losses: values.value('losses'),
    chosenRewards: values.value('chosenRewards'),
    rejectedRewards: values.value('rejectedRewards'),
    tokenGradients,
    klGradients,
    parameterGradients,
    tokenMasks: 'mask chosen' in graph.outputs ? tokenMasks(values, arrays) : null,
    state,
    metrics,
    values,
  };
}

const METRIC = 'metric ';

function tokenMasks(values: Float64Values<OutputName>, arrays: ObjectiveArrays): Float64Array {
  const masks = new Float64Array(arrays.sequences * arrays.tokens);
  for (const side of ['chosen', 'rejected'] as const) {
    const mask = values.value(`mask ${side}`);
    visitLeaf({ kind: 'token', side, source: 'mask' }, arrays, undefined, (element, index) => {
      masks[index] = mask[element] as number;
    });
  }
  return masks;
}

function checkArrays(method: MethodDefinition, arrays: ObjectiveArrays): void {
  const { sequences, tokens, chosen, rejected } = arrays;
  const size = sequences * tokens;
  for (const name of ['tokenLogps', 'refTokenLogps', 'tokenKl', 'tokenMask', 'completionMask', 'fullMask'] as const) {
    const found = arrays[name]?.length ?? size;
    if (found !== size) throw new RangeError(`${name} has ${found} elements, [${sequences}, ${tokens}] expected`);
  }
  const { relation, sides = [] } = method.needs;
  const rows = [chosen, rejected, ...sides.map((side) => arrays[side] ?? [])];
  for (const row of rows.flatMap((side) => [...side])) {
    if (!(row >= 0 && row < sequences)) throw new RangeError(`row ${row} of ${sequences}`);
  }
  if (relation === 'pair' && chosen.length !== rejected.length) {
    throw new RangeError(`${chosen.length} chosen and ${rejected.length} rejected rows are no pairs`);
  }
}
