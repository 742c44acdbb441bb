import type { Recorder } from '../math/record.ts';
import type { Axis, Expression } from '../math/types.ts';
import { type Leaf, leafName } from './leaves.ts';
import type { ListPart } from './listIndices.ts';
import type { StepPart } from './memberSteps.ts';
import type { SideName, Source, Span } from './objectiveArrays.ts';
import type { Members, ObjectiveBatch, ObjectiveParameters, ScoredSide, SideTokens } from './types.ts';

/**
 * The batch as `compute` sees it: every quantity becomes a leaf of the graph when it is first read, once.
 *
 * @param paired whether chosen and rejected share the axis 'pair'
 * @param vectors those that the method learns
 */
export function recordBatch(
  recorder: Recorder,
  paired: boolean,
  vectors: ObjectiveParameters['vectors'] = {},
): ObjectiveBatch {
  const leaves = new Map<string, Expression>();
  const leaf = (of: Leaf, axis: Axis, ...limits: readonly Expression[]): Expression => {
    const name = leafName(of);
    const key = [name, ...limits.map(({ id }) => id)].join(' ');
    const known = leaves.get(key);
    if (known) return known;
    const made = recorder.input(name, axis, ...limits);
    leaves.set(key, made);
    return made;
  };
  const sides = new Map<SideName, ScoredSide>();
  const side = (name: SideName): ScoredSide => {
    const known = sides.get(name);
    if (known) return known;
    const made = scoredSide(recorder, leaf, name, paired && ALIGNED.has(name) ? 'pair' : name);
    sides.set(name, made);
    return made;
  };
  return {
    get chosen() {
      return side('chosen');
    },
    get rejected() {
      return side('rejected');
    },
    side,
    pair: (name) => leaf({ kind: 'column', name: `pair ${name}` }, 'pair'),
    state: (name) => leaf({ kind: 'state', name }, 'scalar'),
    parameter(name) {
      const vector = vectors[name];
      if (vector === undefined) throw new RangeError(`'${name}' is none of the method's parameters`);
      return leaf({ kind: 'parameter', name }, vector.axis);
    },
    get members() {
      return members(side('member'), leaf);
    },
    draw: {
      get maxLength() {
        return leaf({ kind: 'draw', part: 'maxLength' }, 'scalar');
      },
      get tokens() {
        return leaf({ kind: 'draw', part: 'tokens' }, 'scalar');
      },
    },
    get none() {
      return leaf({ kind: 'none' }, 'none');
    },
  };
}

/** Sides with one row for each pair. */
const ALIGNED: ReadonlySet<SideName> = new Set([
  'chosen',
  'rejected',
  'gold',
  'rationale',
  'satisfied',
  'violated',
  'synthesisedChosen',
  'synthesisedRejected',
]);

type LeafOf = (leaf: Leaf, axis: Axis, ...limits: readonly Expression[]) => Expression;

function scoredSide(recorder: Recorder, leaf: LeafOf, name: SideName, axis: Axis): ScoredSide {
  const sum = (source: Source | 'count', span: Span, ...limits: readonly Expression[]) =>
    leaf({ kind: 'sum', side: name, source, span }, axis, ...limits);
  return {
    get logps() {
      return sum('policy', 'completion');
    },
    get refLogps() {
      return sum('reference', 'completion');
    },
    get previousLogps() {
      return sum('previous', 'completion');
    },
    get lengths() {
      return sum('count', 'completion');
    },
    get fullLogps() {
      return sum('policy', 'full');
    },
    get fullLengths() {
      return sum('count', 'full');
    },
    get kl() {
      return sum('kl', 'completion');
    },
    get collisions() {
      return sum('collision', 'completion');
    },
    prefixLogps: (length) => sum('policy', 'prefix', length),
    prefixRefLogps: (length) => sum('reference', 'prefix', length),
    column: (column) => leaf({ kind: 'column', name: `${name} ${column}` }, axis),
    get tokens() {
      return sideTokens(recorder, leaf, name, sum('count', 'completion'));
    },
  };
}

function sideTokens(recorder: Recorder, leaf: LeafOf, name: SideName, each: Expression): SideTokens {
  const token = (source: (Leaf & { readonly kind: 'token' })['source']) =>
    leaf({ kind: 'token', side: name, source }, `${name} tokens`);
  return {
    get logps() {
      return token('policy');
    },
    get refLogps() {
      return token('reference');
    },
    get oldLogps() {
      return token('old');
    },
    get kl() {
      return token('kl');
    },
    get collisions() {
      return token('collision');
    },
    get entropies() {
      return token('entropy');
    },
    get mask() {
      return token('mask');
    },
    get positions() {
      return token('position');
    },
    get steps() {
      return token('step');
    },
    project: (vector) =>
      recorder.project(leaf({ kind: 'hidden', side: name }, `${name} tokens × channel`), vector, token('row')),
    sum: (values) => recorder.sumBy(values, token('row'), each),
    spread: (values) => recorder.gather(values, token('row')),
  };
}

function members(side: ScoredSide, leaf: LeafOf): Members {
  const list = (part: ListPart, axis: Axis) => leaf({ kind: 'list', part }, axis);
  const step = (part: StepPart, axis: Axis) => leaf({ kind: 'step', part }, axis);
  return {
    side,
    get list() {
      return list('of', 'member');
    },
    get first() {
      return list('first', 'comparison');
    },
    get second() {
      return list('second', 'comparison');
    },
    get mirror() {
      return list('mirror', 'comparison');
    },
    get each() {
      return list('each', 'list');
    },
    steps: {
      get each() {
        return step('each', 'member step');
      },
      get token() {
        return step('token', 'member tokens');
      },
      get comparison() {
        return step('comparison', 'compared step');
      },
      get step() {
        return step('step', 'compared step');
      },
      get cosine() {
        return step('cosine', 'compared step');
      },
    },
  };
}
