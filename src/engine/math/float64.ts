import { ELEMENT_RULES } from './elementwise.ts';
import type { Graph, GraphNode } from './graph.ts';

/** Values of a graph's nodes, kept for the backward pass. A scalar is an array of length 1. */
export interface Float64Values<Output extends string> {
  readonly graph: Graph<Output>;
  readonly nodes: readonly Float64Array[];
  value(output: Output): Float64Array;
}

/** The value of input `name`, given those of its dependencies. Only read. */
export type Float64Input = (name: string, dependencies: readonly Float64Array[]) => Float64Array;

/** Receives d(output)/d(input), summed over all readers of that node; each input node reports at most once. */
export type Float64Gradient = (name: string, gradient: Float64Array, dependencies: readonly Float64Array[]) => void;

/**
 * Every node of `graph` in float64.
 *
 * @param detachedAt values whose detached nodes stay as they are there: what a difference quotient has to hold fixed
 * @throws RangeError when elements of one axis disagree in number, an index leaves its axis, or a matrix does not fit its vector
 */
export function evaluateFloat64<Output extends string>(
  graph: Graph<Output>,
  input: Float64Input,
  detachedAt?: Float64Values<Output>,
): Float64Values<Output> {
  const nodes: Float64Array[] = [];
  for (const node of graph.nodes) {
    const fixed = DETACHED.has(node.op) ? detachedAt?.nodes[nodes.length] : undefined;
    const operands = operandsOf(node, nodes);
    if (fixed) nodes.push(fixed);
    else nodes.push(node.op === 'input' ? input(node.name, operands) : forward(node, operands));
  }
  return { graph, nodes, value: (output) => nodes[graph.outputs[output]] as Float64Array };
}

/**
 * Reverse mode from the scalar `output`. At a kink (relu, abs, minimum, maximum at a tie) the gradient is that of one
 * side: 0 for relu and abs, the first operand's for minimum and maximum.
 */
export function gradientsFloat64<Output extends string>(
  values: Float64Values<Output>,
  output: Output,
  receive: Float64Gradient,
): void {
  const { graph, nodes } = values;
  const gradients: (Float64Array | undefined)[] = new Array(nodes.length);
  const start = graph.outputs[output];
  gradients[start] = Float64Array.of(1);
  for (let id = start; id >= 0; id--) {
    const gradient = gradients[id];
    if (gradient === undefined) continue;
    const node = graph.nodes[id] as GraphNode;
    const operands = operandsOf(node, nodes);
    if (node.op === 'input') {
      receive(node.name, gradient, operands);
      continue;
    }
    node.inputs.forEach((input, position) => {
      const contribution = backward(node, position, operands, gradient);
      if (contribution === null) return;
      const operand = operands[position] as Float64Array;
      const total = gradients[input] ?? new Float64Array(operand.length);
      gradients[input] = total;
      // A scalar that was broadcast over an axis receives the sum.
      const stride = operand.length === 1 ? 0 : 1;
      for (let i = 0; i < contribution.length; i++) total[i * stride] = at(total, i * stride) + at(contribution, i);
    });
  }
}

function forward(node: Exclude<GraphNode, { op: 'input' }>, operands: readonly Float64Array[]): Float64Array {
  const [a = EMPTY, b = EMPTY, c = EMPTY] = operands;
  switch (node.op) {
    case 'constant':
      return Float64Array.of(node.value);
    case 'scale':
      return a.map((x) => x * node.factor);
    case 'sum':
      return Float64Array.of(sum(a));
    case 'mean':
      return Float64Array.of(a.length === 0 ? 0 : sum(a) / a.length);
    case 'count':
      return Float64Array.of(a.length);
    case 'max':
      return Float64Array.of(a.length === 0 ? 0 : a.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY));
    case 'gather':
      return b.map((index) => element(a, index));
    case 'sumBy':
    case 'maxBy': {
      const result = new Float64Array(c.length);
      const seen = new Uint8Array(c.length);
      a.forEach((value, i) => {
        const index = Math.floor(b[stride(b) * i] as number);
        const before = element(result, index);
        if (node.op === 'sumBy') result[index] = before + value;
        else result[index] = seen[index] === 1 ? Math.max(before, value) : value;
        seen[index] = 1;
      });
      return result;
    }
    case 'project':
      if (a.length !== b.length * c.length) throw new RangeError(`${a.length} numbers, not ${c.length} × ${b.length}`);
      return c.map((_, k) => b.reduce((total, weight, i) => total + weight * at(a, k * b.length + i), 0));
    case 'sort':
      return Float64Array.from(ascending(a), (from) => a[from] as number);
    case 'concat': {
      const joined = new Float64Array(a.length + b.length);
      joined.set(a);
      joined.set(b, a.length);
      return joined;
    }
    default: {
      const { value } = ELEMENT_RULES[node.op];
      const result = new Float64Array(commonLength(node.op, operands));
      const [i1, i2, i3] = [stride(a), stride(b), stride(c)];
      for (let i = 0; i < result.length; i++) result[i] = value(at(a, i * i1), at(b, i * i2), at(c, i * i3));
      return result;
    }
  }
}

/** What operand `position` receives, before a broadcast is summed; null where no gradient flows. */
function backward(
  node: Exclude<GraphNode, { op: 'input' }>,
  position: number,
  operands: readonly Float64Array[],
  gradient: Float64Array,
): Float64Array | null {
  const [a = EMPTY, b = EMPTY, c = EMPTY] = operands;
  switch (node.op) {
    case 'constant':
    case 'count':
    case 'max':
    case 'maxBy':
      return null;
    case 'scale':
      return gradient.map((g) => g * node.factor);
    case 'sum':
      return new Float64Array(a.length).fill(at(gradient, 0));
    case 'mean':
      return new Float64Array(a.length).fill(at(gradient, 0) / a.length);
    case 'gather': {
      if (position !== 0) return null;
      const result = new Float64Array(a.length);
      b.forEach((index, i) => {
        result[Math.floor(index)] = at(result, Math.floor(index)) + at(gradient, i);
      });
      return result;
    }
    case 'sumBy':
      return position === 0 ? a.map((_, i) => at(gradient, Math.floor(at(b, stride(b) * i)))) : null;
    case 'project':
      if (position !== 1) return null;
      return b.map((_, i) => gradient.reduce((total, g, k) => total + g * at(a, k * b.length + i), 0));
    case 'sort': {
      const result = new Float64Array(a.length);
      ascending(a).forEach((from, to) => {
        result[from] = at(gradient, to);
      });
      return result;
    }
    case 'concat':
      return position === 0 ? gradient.slice(0, a.length) : gradient.slice(a.length);
    default: {
      const partial = ELEMENT_RULES[node.op].partials[position];
      if (!partial) return null;
      const [i1, i2, i3] = [stride(a), stride(b), stride(c)];
      // Where nothing arrives nothing leaves, even if the slope there is infinite.
      return gradient.map((g, i) => (g === 0 ? 0 : g * partial(at(a, i * i1), at(b, i * i2), at(c, i * i3))));
    }
  }
}

const EMPTY = new Float64Array(0);

/** Nodes into which no gradient flows, whatever they are computed from. */
const DETACHED: ReadonlySet<GraphNode['op']> = new Set(['stopGradient', 'max', 'maxBy']);

/** Indices of `values` in ascending order; ties keep theirs. */
export function ascending(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((i, j) => at(values, i) - at(values, j) || i - j);
}

/** @throws RangeError beyond the axis */
function element(values: Float64Array, index: number): number {
  const found = values[Math.floor(index)];
  if (found === undefined) throw new RangeError(`index ${index} of ${values.length} elements`);
  return found;
}

function operandsOf(node: GraphNode, values: readonly Float64Array[]): Float64Array[] {
  return node.inputs.map((id) => values[id] as Float64Array);
}

/** Scalars (length 1) broadcast; all others must agree. */
function commonLength(op: string, operands: readonly Float64Array[]): number {
  let common = 1;
  for (const { length } of operands) {
    if (length === 1 || length === common) continue;
    if (common !== 1) throw new RangeError(`${op}: ${common} and ${length} elements on one axis`);
    common = length;
  }
  return common;
}

function stride(values: Float64Array): number {
  return values.length === 1 ? 0 : 1;
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
