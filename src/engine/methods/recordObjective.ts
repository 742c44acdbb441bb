import type { Graph } from '../math/graph.ts';
import { createRecorder } from '../math/record.ts';
import type { Expression } from '../math/types.ts';
import { recordBatch } from './scoredSide.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

/** What every graph gives; `state NAME` of running statistics, `metric NAME` of further metrics, `mask SIDE` of token masks. */
export type OutputName =
  | 'loss'
  | 'losses'
  | 'chosenRewards'
  | 'rejectedRewards'
  | `state ${string}`
  | `metric ${string}`
  | `mask ${string}`;

/**
 * The graph of `method` with these hyperparameters. The last one of each method is kept: recording happens on change.
 *
 * @throws RangeError for a hyperparameter that is missing or not finite
 */
export function recordObjective(method: MethodDefinition, hyper: Hyperparameters): Graph<OutputName> {
  for (const { name } of method.hyperparameters) {
    if (!Number.isFinite(hyper[name]))
      throw new RangeError(`${method.id} needs a number for ${name}, got ${hyper[name]}`);
  }
  const key = method.hyperparameters.map(({ name }) => hyper[name]).join(' ');
  const known = recorded.get(method);
  if (known?.key === key) return known.graph;
  const recorder = createRecorder();
  const paired = method.needs.relation === 'pair' || method.needs.relation === 'list';
  const batch = recordBatch(recorder, paired, method.parameters?.vectors);
  const { state = {}, metrics = {}, masks = {}, ...output } = method.compute(recorder, batch, hyper);
  const graph = recorder.finish<OutputName>({
    ...output,
    ...named('state', state),
    ...named('metric', metrics),
    ...named('mask', masks),
  });
  recorded.set(method, { key, graph });
  return graph;
}

function named(kind: 'state' | 'metric' | 'mask', values: Readonly<Record<string, Expression>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${kind} ${name}` as const, value]));
}

const recorded = new WeakMap<MethodDefinition, { readonly key: string; readonly graph: Graph<OutputName> }>();
