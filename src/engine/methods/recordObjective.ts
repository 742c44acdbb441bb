import type { Graph } from '../math/graph.ts';
import { createRecorder } from '../math/record.ts';
import type { Expression } from '../math/types.ts';
import { recordBatch } from './scoredSide.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

/** What every graph gives, `state NAME` for each running statistic and `metric NAME` for each further metric. */
export type OutputName =
  | 'loss'
  | 'losses'
  | 'chosenRewards'
  | 'rejectedRewards'
  | `state ${string}`
  | `metric ${string}`;

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
  const { state = {}, metrics = {}, ...output } = method.compute(recorder, recordBatch(recorder, paired), hyper);
  const graph = recorder.finish<OutputName>({
    ...output,
    ...named('state', state),
    ...named('metric', metrics),
  });
  recorded.set(method, { key, graph });
  return graph;
}

function named(kind: 'state' | 'metric', values: Readonly<Record<string, Expression>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${kind} ${name}` as const, value]));
}

const recorded = new WeakMap<MethodDefinition, { readonly key: string; readonly graph: Graph<OutputName> }>();
