import type { Axis } from './types.ts';

/**
 * What recording a `compute` leaves behind: nodes in evaluation order (every input precedes its reader), as plain data.
 * An `input` node is a named value that whoever evaluates the graph supplies; it may depend on computed values (LD-DPO's
 * prefix sum on a length), into which no gradient flows.
 */
export type GraphNode =
  | { readonly op: 'constant'; readonly axis: Axis; readonly inputs: readonly number[]; readonly value: number }
  | { readonly op: 'input'; readonly axis: Axis; readonly inputs: readonly number[]; readonly name: string }
  | { readonly op: 'scale'; readonly axis: Axis; readonly inputs: readonly number[]; readonly factor: number }
  | { readonly op: PlainOp; readonly axis: Axis; readonly inputs: readonly number[] };

export type UnaryOp =
  | 'neg'
  | 'exp'
  | 'log'
  | 'log1mexp'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
  | 'square'
  | 'abs'
  | 'stopGradient';

export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'maximum';

export type ReductionOp = 'sum' | 'mean' | 'count' | 'max';

/** Ops that move elements by an index, which gets no gradient. */
export type IndexedOp = 'gather' | 'sumBy' | 'maxBy';

type PlainOp = UnaryOp | BinaryOp | ReductionOp | IndexedOp | 'select' | 'concat' | 'sort' | 'project';

export interface Graph<Output extends string = string> {
  readonly nodes: readonly GraphNode[];
  /** Node index by output name. */
  readonly outputs: Readonly<Record<Output, number>>;
}
