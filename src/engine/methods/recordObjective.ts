import type { Graph } from '../math/graph.ts';
import { createRecorder } from '../math/record.ts';
import { recordBatch } from './scoredSide.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

/** What every graph gives; `state NAME` for each running statistic, `mask SIDE` where the method tells its masks. */
export type OutputName = 'loss' | 'losses' | 'chosenRewards' | 'rejectedRewards' | `state ${string}` | `mask ${string}`;

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
  const { state = {}, masks, ...output } = method.compute(recorder, batch, hyper);
  const graph = recorder.finish<OutputName>({
    ...output,
    ...Object.fromEntries(Object.entries(masks ?? {}).map(([side, mask]) => [`mask ${side}` as const, mask])),
    ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`state ${name}` as const, value])),
  });
  recorded.set(method, { key, graph });
  return graph;
}

const recorded = new WeakMap<MethodDefinition, { readonly key: string; readonly graph: Graph<OutputName> }>();
