import { ascending } from './float64.ts';
import type { BinaryOp, Graph, GraphNode, UnaryOp } from './graph.ts';

/**
 * The tensor functions that proofs need; `src/kernels/tensorOperations.ts` supplies them on TF.js. `T` is its tensor type.
 * Training does not pass here: it evaluates objectives in float64.
 */
export interface TensorOperations<T> extends Readonly<Record<UnaryOp, (a: T) => T>> {
  /** A float32 tensor of `shape`; [] makes a scalar. */
  tensor(values: ArrayLike<number>, shape: readonly number[]): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  minimum(a: T, b: T): T;
  maximum(a: T, b: T): T;
  /** Where condition > 0 take a, else b; equal shapes. */
  select(condition: T, a: T, b: T): T;
  concat(a: T, b: T): T;
  /** Over `axis`, or over everything → scalar. */
  sum(a: T, axis?: number): T;
  matmul(a: T, b: T): T;
  reshape(a: T, shape: readonly number[]): T;
  /** Over the last axis. */
  logSoftmax(a: T): T;
  shape(a: T): readonly number[];
  read(a: T): Float64Array;
  /**
   * Every result of `f` at the tensor of `values` and `shape`, and d(loss)/d(values) from the tape. Nothing else stays alive.
   */
  gradient<Output extends string>(
    f: (x: T) => Record<Output | 'loss', T>,
    values: ArrayLike<number>,
    shape: readonly number[],
  ): { readonly results: Record<Output | 'loss', Float64Array>; readonly gradient: Float64Array };
}

/** The value of input `name` (shape [n]), given those of its dependencies. */
export type TensorInput<T> = (name: string, dependencies: readonly T[]) => T;

/** The outputs of `graph` as tensors: scalars of shape [], axes of shape [n]. Empty axes give 0 where they are reduced. */
export function evaluateTensors<T, Output extends string>(
  graph: Graph<Output>,
  operations: TensorOperations<T>,
  input: TensorInput<T>,
): Record<Output, T> {
  const values: T[] = [];
  for (const node of graph.nodes) {
    const operands = node.inputs.map((id) => values[id] as T);
    values.push(node.op === 'input' ? input(node.name, operands) : evaluateNode(node, operations, operands));
  }
  const outputs = {} as Record<Output, T>;
  for (const name of Object.keys(graph.outputs) as Output[]) outputs[name] = values[graph.outputs[name]] as T;
  return outputs;
}

function evaluateNode<T>(
  node: Exclude<GraphNode, { op: 'input' }>,
  operations: TensorOperations<T>,
  operands: readonly T[],
): T {
  const scalar = (value: number) => operations.tensor([value], []);
  const [a, b] = operands as [T, T];
  switch (node.op) {
    case 'constant':
      return scalar(node.value);
    case 'scale':
      return operations.mul(a, scalar(node.factor));
    case 'count':
      return scalar(elements(operations, a));
    case 'sum':
      return elements(operations, a) === 0 ? scalar(0) : operations.sum(a);
    case 'mean': {
      const n = elements(operations, a);
      return n === 0 ? scalar(0) : operations.mul(operations.sum(a), scalar(1 / n));
    }
    case 'max':
    case 'maxBy':
    case 'gather':
    case 'sumBy':
    case 'sort':
      return moveElements(node.op, operations, operands);
    case 'project': {
      const [rows, columns] = [elements(operations, operands[2] as T), elements(operations, b)];
      if (rows === 0) return operations.tensor([], [0]);
      const product = operations.matmul(operations.reshape(a, [rows, columns]), operations.reshape(b, [columns, 1]));
      return operations.reshape(product, [rows]);
    }
    case 'concat':
      return operations.concat(a, b);
    case 'select': {
      const [condition, yes, no] = broadcast(operations, operands) as [T, T, T];
      return operations.select(condition, yes, no);
    }
    default:
      if (operands.length === 1) return operations[node.op as UnaryOp](a);
      // TF.js reduces the gradient of a broadcast operand for some ops only: broadcast in the open.
      return operations[node.op as BinaryOp](...(broadcast(operations, operands) as [T, T]));
  }
}

/** Elements moved by an index, as products with 0/1 matrices: their gradient exists on every backend. */
function moveElements<T>(
  op: 'max' | 'maxBy' | 'gather' | 'sumBy' | 'sort',
  operations: TensorOperations<T>,
  [a, index, like]: readonly T[],
): T {
  const values = operations.read(a as T);
  const indices = index === undefined ? [] : Array.from(operations.read(index), Math.floor);
  const shapeOf = (tensor: T) => operations.shape(tensor);
  /** Σ over [to, from] in `moves`. */
  const moved = (moves: readonly (readonly [number, number])[], shape: readonly number[]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size === 0) return operations.tensor([], [0]);
    if (values.length === 0) return operations.tensor(new Float32Array(size), shape);
    const matrix = new Float32Array(size * values.length);
    for (const [to, from] of moves) matrix[to * values.length + from] = 1;
    const product = operations.matmul(
      operations.tensor(matrix, [size, values.length]),
      operations.reshape(a as T, [values.length, 1]),
    );
    return operations.reshape(product, shape);
  };
  switch (op) {
    case 'max':
      return operations.tensor([values.length === 0 ? 0 : Math.max(...values)], []);
    case 'maxBy': {
      const largest = new Map<number, number>();
      values.forEach((value, i) => {
        const to = indices[i] as number;
        largest.set(to, Math.max(value, largest.get(to) ?? value));
      });
      const size = elements(operations, like as T);
      return operations.tensor(
        Array.from({ length: size }, (_, i) => largest.get(i) ?? 0),
        shapeOf(like as T),
      );
    }
    case 'gather':
      return moved(
        indices.map((from, to) => [to, from] as const),
        shapeOf(index as T),
      );
    case 'sumBy':
      return moved(
        indices.map((to, from) => [to, from] as const),
        shapeOf(like as T),
      );
    case 'sort':
      return moved(
        ascending(values).map((from, to) => [to, from] as const),
        shapeOf(a as T),
      );
  }
}

/** Scalars repeated to the shape of the others, by an addition whose gradient is the sum. */
function broadcast<T>(operations: TensorOperations<T>, operands: readonly T[]): T[] {
  const axis = operands.find((operand) => operations.shape(operand).length > 0);
  if (axis === undefined) return [...operands];
  const shape = operations.shape(axis);
  return operands.map((operand) =>
    operations.shape(operand).length > 0
      ? operand
      : operations.add(operations.tensor(new Float32Array(elements(operations, axis)), shape), operand),
  );
}

function elements<T>(operations: TensorOperations<T>, a: T): number {
  return operations.shape(a).reduce((product, size) => product * size, 1);
}
