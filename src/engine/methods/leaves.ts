import { hiddenFeatures } from './hiddenFeatures.ts';
import { type ListPart, listIndices } from './listIndices.ts';
import { memberSteps, type StepPart } from './memberSteps.ts';
import {
  matrixOf,
  type ObjectiveArrays,
  rowsOf,
  type SideName,
  type Source,
  type Span,
  visitTokens,
} from './objectiveArrays.ts';

/**
 * What an objective's graph asks of a batch. A leaf's name is its parts with '/' between them; `readLeaf` takes it apart, and
 * both evaluations (float64, tensors) supply it from the arrays.
 */
export type Leaf =
  /** Σ over a span of each row: log-probs, or (no source) how many tokens. On the side's axis. */
  | { readonly kind: 'sum'; readonly side: SideName; readonly source: Source | 'count'; readonly span: Span }
  /** One number for each completion token of a side, row after row. On the axis `side tokens`. */
  | { readonly kind: 'token'; readonly side: SideName; readonly source: Source | 'row' | 'position' | 'step' }
  /** Numbers known before the step. */
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'state'; readonly name: string }
  /** A vector that the method learns. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** Hidden states of a side's completion tokens under the reference, layer-normalised, row after row. [K, C] */
  | { readonly kind: 'hidden'; readonly side: SideName }
  | { readonly kind: 'draw'; readonly part: 'maxLength' | 'tokens' }
  /** An axis without elements. */
  | { readonly kind: 'none' }
  /** Lists: their members and comparisons. */
  | { readonly kind: 'list'; readonly part: ListPart }
  /** Their members' steps. */
  | { readonly kind: 'step'; readonly part: StepPart };

export function leafName(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'sum':
      return `sum/${leaf.side}/${leaf.source}/${leaf.span}`;
    case 'token':
      return `token/${leaf.side}/${leaf.source}`;
    case 'list':
    case 'step':
    case 'draw':
      return `${leaf.kind}/${leaf.part}`;
    case 'hidden':
      return `hidden/${leaf.side}`;
    case 'none':
      return leaf.kind;
    default:
      return `${leaf.kind}/${leaf.name}`;
  }
}

export function readLeaf(name: string): Leaf {
  const [kind, a, b, c] = name.split('/') as [Leaf['kind'], string, string, string];
  switch (kind) {
    case 'sum':
      return { kind, side: a as SideName, source: b as Source | 'count', span: c as Span };
    case 'token':
      return { kind, side: a as SideName, source: b as Source | 'row' | 'position' | 'step' };
    case 'list':
      return { kind, part: a as ListPart };
    case 'step':
      return { kind, part: a as StepPart };
    case 'hidden':
      return { kind, side: a as SideName };
    case 'draw':
      return { kind, part: a as 'maxLength' | 'tokens' };
    case 'none':
      return { kind };
    default:
      return { kind, name: a };
  }
}

/** Sources by which an objective is differentiated. */
export type TrainedSource = 'policy' | 'kl';

/** null: no gradient leaves through this leaf. */
export function trainedSource(leaf: Leaf): TrainedSource | null {
  if (leaf.kind !== 'sum' && leaf.kind !== 'token') return null;
  return leaf.source === 'policy' || leaf.source === 'kl' ? leaf.source : null;
}

/** Calls `visit` with a leaf's element and the flat index of each token it is made of. `limits` bounds a prefix. */
export function visitLeaf(
  leaf: Leaf & { readonly kind: 'sum' | 'token' },
  arrays: Pick<ObjectiveArrays, SideName | 'tokens' | 'completionMask' | 'fullMask'>,
  limits: ArrayLike<number> | undefined,
  visit: (element: number, index: number) => void,
): void {
  let element = 0;
  rowsOf(arrays, leaf.side).forEach((row, i) => {
    const span = leaf.kind === 'sum' ? leaf.span : 'completion';
    visitTokens(arrays, span, row, limits?.[i], (index) => visit(leaf.kind === 'sum' ? i : element++, index));
  });
}

/**
 * The value of a leaf in float64. @throws RangeError where the batch does not hold what it names
 */
export function leafValue(leaf: Leaf, arrays: ObjectiveArrays, limits: Float64Array | undefined): Float64Array {
  switch (leaf.kind) {
    case 'sum': {
      const matrix = leaf.source === 'count' ? null : matrixOf(arrays, leaf.source);
      const sums = new Float64Array(rowsOf(arrays, leaf.side).length);
      visitLeaf(leaf, arrays, limits, (element, index) => {
        sums[element] = (sums[element] as number) + (matrix === null ? 1 : (matrix[index] as number));
      });
      return sums;
    }
    case 'token':
      return tokenValues(leaf.side, leaf.source, arrays);
    case 'column': {
      const column = arrays.columns?.[leaf.name];
      if (column === undefined) throw new RangeError(`this objective needs the column '${leaf.name}'`);
      return Float64Array.from(column);
    }
    case 'state': {
      const value = arrays.state?.[leaf.name];
      if (value === undefined) throw new RangeError(`this objective needs its state '${leaf.name}'`);
      return Float64Array.of(value);
    }
    case 'parameter': {
      const vector = arrays.parameters?.[leaf.name];
      if (vector === undefined) throw new RangeError(`this objective needs its parameter '${leaf.name}'`);
      return Float64Array.from(vector);
    }
    case 'hidden':
      return hiddenFeatures(arrays, leaf.side);
    case 'draw': {
      const value = arrays.draw?.[leaf.part];
      if (value === undefined) throw new RangeError('this objective needs to know how its samples were drawn');
      return Float64Array.of(value);
    }
    case 'none':
      return new Float64Array(0);
    case 'list':
      return Float64Array.from(listIndices(arrays)[leaf.part]);
    case 'step':
      return Float64Array.from(memberSteps(arrays, leaf.part));
  }
}

function tokenValues(
  side: SideName,
  source: Source | 'row' | 'position' | 'step',
  arrays: ObjectiveArrays,
): Float64Array {
  const values: number[] = [];
  const isPlace = source === 'row' || source === 'position' || source === 'step';
  const matrix = isPlace ? null : matrixOf(arrays, source);
  rowsOf(arrays, side).forEach((row, i) => {
    let position = 0;
    visitTokens(arrays, 'completion', row, undefined, (index) => {
      position++;
      if (matrix !== null) values.push(matrix[index] as number);
      else if (source === 'row') values.push(i);
      else values.push(source === 'position' ? position : (arrays.tokenStep?.[index] ?? 0));
    });
  });
  return Float64Array.from(values);
}
