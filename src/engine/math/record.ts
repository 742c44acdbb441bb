import type { BinaryOp, Graph, GraphNode, ReductionOp, UnaryOp } from './graph.ts';
import type { Axis, Expression, MathInterface, Operand } from './types.ts';

/** A MathInterface that writes down what is called, plus the leaves a caller may hand to `compute`. */
export interface Recorder extends MathInterface {
  /** A named value on `axis`, supplied at evaluation; `dependencies` are computed values it needs (no gradient). */
  input(name: string, axis: Axis, ...dependencies: readonly Expression[]): Expression;
  /** The nodes so far, with these outputs. */
  finish<Output extends string>(outputs: Readonly<Record<Output, Expression>>): Graph<Output>;
}

const SCALAR: Axis = 'scalar';

/**
 * A fresh recorder. Constants (hyperparameters among them) are part of the graph, so that `compute` may do plain
 * arithmetic on them: a changed hyperparameter means recording again, which takes microseconds.
 *
 * @throws TypeError from an op that mixes two different non-scalar axes
 */
export function createRecorder(): Recorder {
  const nodes: GraphNode[] = [];
  const constants = new Map<number, Expression>();

  const push = (node: GraphNode): Expression => {
    nodes.push(node);
    return { id: nodes.length - 1, axis: node.axis };
  };
  const constant = (value: number): Expression => {
    const known = constants.get(value);
    if (known && !Object.is(value, -0)) return known;
    const made = push({ op: 'constant', axis: SCALAR, inputs: [], value });
    constants.set(value, made);
    return made;
  };
  const expression = (operand: Operand): Expression => (typeof operand === 'number' ? constant(operand) : operand);
  const unary = (op: UnaryOp) => (a: Operand) => {
    const x = expression(a);
    return push({ op, axis: x.axis, inputs: [x.id] });
  };
  const binary = (op: BinaryOp) => (a: Operand, b: Operand) => {
    const [x, y] = [expression(a), expression(b)];
    return push({ op, axis: commonAxis(op, [x.axis, y.axis]), inputs: [x.id, y.id] });
  };
  const reduction = (op: ReductionOp) => (a: Expression) => push({ op, axis: SCALAR, inputs: [a.id] });

  const indexed = (op: 'sumBy' | 'maxBy') => (a: Expression, index: Expression, like: Expression) => {
    commonAxis(op, [a.axis, index.axis]);
    return push({ op, axis: like.axis, inputs: [a.id, index.id, like.id] });
  };

  const neg = unary('neg');
  const softplus = unary('softplus');

  return {
    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: binary('div'),
    neg,
    scale(a, factor) {
      const x = expression(a);
      return push({ op: 'scale', axis: x.axis, inputs: [x.id], factor });
    },
    exp: unary('exp'),
    log: unary('log'),
    log1mexp: unary('log1mexp'),
    sigmoid: unary('sigmoid'),
    softplus,
    logSigmoid: (a) => neg(softplus(neg(a))),
    relu: unary('relu'),
    square: unary('square'),
    abs: unary('abs'),
    minimum: binary('minimum'),
    maximum: binary('maximum'),
    sum: reduction('sum'),
    mean: reduction('mean'),
    count: reduction('count'),
    max: reduction('max'),
    select(condition, a, b) {
      const [x, y] = [expression(a), expression(b)];
      const axis = commonAxis('select', [condition.axis, x.axis, y.axis]);
      return push({ op: 'select', axis, inputs: [condition.id, x.id, y.id] });
    },
    stopGradient: unary('stopGradient'),
    gather(a, index) {
      const at = expression(index);
      return push({ op: 'gather', axis: at.axis, inputs: [a.id, at.id] });
    },
    sumBy: indexed('sumBy'),
    maxBy: indexed('maxBy'),
    project: (matrix, vector, like) =>
      push({ op: 'project', axis: like.axis, inputs: [matrix.id, vector.id, like.id] }),
    sort: (a) => push({ op: 'sort', axis: a.axis, inputs: [a.id] }),
    concat: (a, b) => push({ op: 'concat', axis: `${a.axis}+${b.axis}`, inputs: [a.id, b.id] }),
    constant,
    input: (name, axis, ...dependencies) => push({ op: 'input', axis, inputs: dependencies.map(({ id }) => id), name }),
    finish(outputs) {
      const ids = {} as Record<keyof typeof outputs, number>;
      for (const name of Object.keys(outputs) as (keyof typeof outputs)[]) ids[name] = outputs[name].id;
      return { nodes: [...nodes], outputs: ids };
    },
  };
}

function commonAxis(op: string, axes: readonly Axis[]): Axis {
  let common = SCALAR;
  for (const axis of axes) {
    if (axis === SCALAR || axis === common) continue;
    if (common !== SCALAR) throw new TypeError(`${op} mixes the axes '${common}' and '${axis}'`);
    common = axis;
  }
  return common;
}
