import type { Graph } from '../math/graph.ts';
import { createRecorder, type Recorder } from '../math/record.ts';
import type { Axis, Expression } from '../math/types.ts';
import type { SideName, Source, Span } from './objectiveArrays.ts';
import type { Hyperparameters, MethodDefinition, ObjectiveOutput, ScoredSide } from './types.ts';

export type OutputName = keyof ObjectiveOutput;

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
  const paired = method.needs.relation === 'pair';
  const output = method.compute(
    recorder,
    {
      chosen: side(recorder, 'chosen', paired ? 'pair' : 'chosen'),
      rejected: side(recorder, 'rejected', paired ? 'pair' : 'rejected'),
      ...(method.needs.mismatchedCompletions ? { mismatched: side(recorder, 'mismatched', 'mismatched') } : {}),
    },
    hyper,
  );
  const graph = recorder.finish<OutputName>({ ...output });
  recorded.set(method, { key, graph });
  return graph;
}

const recorded = new WeakMap<MethodDefinition, { readonly key: string; readonly graph: Graph<OutputName> }>();

/** A side as `compute` sees it. Leaves are named 'side source span'; each is recorded once, when first read. */
function side(recorder: Recorder, name: SideName, axis: Axis): ScoredSide {
  const leaves = new Map<string, Expression>();
  const leaf = (source: Source | 'count', span: Span, ...limits: readonly Expression[]) => {
    const key = [name, source, span, ...limits.map(({ id }) => id)].join(' ');
    const known = leaves.get(key);
    if (known) return known;
    const made = recorder.input(`${name} ${source} ${span}`, axis, ...limits);
    leaves.set(key, made);
    return made;
  };
  return {
    get logps() {
      return leaf('policy', 'completion');
    },
    get refLogps() {
      return leaf('reference', 'completion');
    },
    get lengths() {
      return leaf('count', 'completion');
    },
    get fullLogps() {
      return leaf('policy', 'full');
    },
    get fullLengths() {
      return leaf('count', 'full');
    },
    prefixLogps: (length) => leaf('policy', 'prefix', length),
    prefixRefLogps: (length) => leaf('reference', 'prefix', length),
  };
}

/** What a leaf's name stands for; no source: it counts tokens. */
export function readLeaf(name: string): {
  readonly side: SideName;
  readonly source: Source | null;
  readonly span: Span;
} {
  const [sideName, source, span] = name.split(' ') as [SideName, Source | 'count', Span];
  return { side: sideName, source: source === 'count' ? null : source, span };
}
