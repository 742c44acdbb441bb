import {
  type Experiment,
  type Hyperparameters,
  type LossShape,
  lossShape,
  type MethodDefinition,
  type PairScores,
  usualExtent,
} from '../../engine/index.ts';
import { STROKES } from '../charts/strokes.ts';
import { type Domain, niceDomain } from '../series/niceDomain.ts';

/** Objectives drawn together, the experiment's own first. */
export const SHOWN_MAX = 4;

export interface DrawnShape {
  readonly method: MethodDefinition;
  readonly shape: LossShape;
  readonly colour: string;
  readonly dash?: string;
}

/** The experiment's objective with its settings, the others with their defaults, over one extent. */
export function drawShapes(
  own: MethodDefinition,
  experiment: Experiment,
  others: readonly MethodDefinition[],
): {
  readonly extent: number;
  readonly shapes: readonly DrawnShape[];
} {
  const extent = niceDomain(0, usualExtent(own, settingsOf(own, experiment.hyperparameters)))[1];
  const shapes = [own, ...others].slice(0, SHOWN_MAX).map((method, i): DrawnShape => {
    const hyper = settingsOf(method, i === 0 ? experiment.hyperparameters : {});
    return { method, shape: lossShape(method, hyper, { extent }), colour: 'var(--margin)', ...STROKES[i] };
  });
  return { extent, shapes };
}

function settingsOf(method: MethodDefinition, values: Hyperparameters): Hyperparameters {
  return Object.fromEntries(method.hyperparameters.map((p) => [p.name, values[p.name] ?? p.default]));
}

export interface Curve {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly colour: string;
  readonly dash?: string;
}

/** The curves of the objectives that are functions of the margin. */
export function curves(shapes: readonly DrawnShape[], of: 'losses' | 'pushes'): Curve[] {
  return shapes.flatMap(({ method, shape, colour, dash }) =>
    shape.kind === 'margin'
      ? [{ name: method.label, x: shape.margins, y: shape[of], colour, ...(dash === undefined ? {} : { dash }) }]
      : [],
  );
}

/** Vertical limits by the first curve, with the others as far as they stay within twice its height. */
export function curveDomain(drawn: readonly Curve[]): Domain {
  const [first, ...others] = drawn;
  if (first === undefined) return [0, 1];
  const [low, high] = [Math.min(0, ...first.y), Math.max(...first.y)];
  const reach = 2 * (high - low || 1);
  const within = others.flatMap(({ y }) => [...y]).filter((value) => value > low - reach && value < low + reach);
  return niceDomain(Math.min(low, ...within), Math.max(high, ...within));
}

/** A curve's value at x by linear interpolation; its ends beyond. */
export function valueAt({ x, y }: Pick<Curve, 'x' | 'y'>, at: number): number {
  const last = x.length - 1;
  const [begin, end] = [x[0] ?? 0, x[last] ?? 0];
  const place = Math.min(last, Math.max(0, (last * (at - begin)) / (end - begin || 1)));
  const left = Math.min(Math.floor(place), Math.max(0, last - 1));
  const [a, b] = [y[left] ?? 0, y[left + 1] ?? y[left] ?? 0];
  return a + (b - a) * (place - left);
}

export interface PairDot {
  readonly chosen: number;
  readonly rejected: number;
  readonly margin: number;
  readonly loss: number | null;
}

export function pairDots(pairs: PairScores | null): PairDot[] {
  return (pairs?.chosen ?? []).map((chosen, i) => {
    const rejected = pairs?.rejected[i] ?? 0;
    return { chosen, rejected, margin: chosen - rejected, loss: pairs?.losses?.[i] ?? null };
  });
}
