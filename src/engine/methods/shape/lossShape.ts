import { evaluateObjective } from '../objective.ts';
import type { Hyperparameters, MethodDefinition } from '../types.ts';
import { EXAMPLE_TOKENS, examplePair } from './examplePair.ts';

/**
 * An objective drawn over one pair of answers of 20 tokens. A score is an answer's log-ratio to the reference (or, without one,
 * its log-prob above 2 nats a token), in nats over the whole answer: one axis for objectives that sum and those that average.
 */
export type LossShape = MarginShape | PlaneShape;

/** The loss depends on the difference of both scores alone. */
export interface MarginShape {
  readonly kind: 'margin';
  /** Score of chosen minus score of rejected, ascending. [P] */
  readonly margins: Float64Array;
  readonly losses: Float64Array; // [P]
  /** −d loss / d log-prob of chosen: how hard a token of it is pushed up. [P] */
  readonly pushes: Float64Array;
}

/** It depends on each: a map, rows by the score of rejected, columns by that of chosen. */
export interface PlaneShape {
  readonly kind: 'plane';
  /** Scores along either side, ascending. [P] */
  readonly scores: Float64Array;
  readonly losses: Float64Array; // [P, P]
  /** −d loss / d log-prob of chosen, and of rejected. [P, P] each */
  readonly chosenPushes: Float64Array;
  readonly rejectedPushes: Float64Array;
}

export interface ShapeOptions {
  /** The drawing reaches from −extent to extent. */
  readonly extent: number;
  /** P of a curve, and of either side of a map. */
  readonly curvePoints?: number;
  readonly mapPoints?: number;
}

/** Where the shape of an objective is worth seeing: five units of β to both sides, within what answers of a page reach. */
export function usualExtent(method: MethodDefinition, hyper: Hyperparameters): number {
  const tokens = method.needs.reduction === 'mean' ? EXAMPLE_TOKENS : 1;
  return Math.min(100, Math.max(5, (5 * tokens) / (hyper.beta ?? 0.1)));
}

/**
 * Draws `method` by its own `compute` in float64, one pair at a time: what is shared by a batch (an anchor, a sort) is that of
 * this pair.
 */
export function lossShape(
  method: MethodDefinition,
  hyper: Hyperparameters,
  { extent, curvePoints = 121, mapPoints = 25 }: ShapeOptions,
): LossShape {
  const at = (chosen: number, rejected: number) => {
    const { loss, tokenGradients } = evaluateObjective(method, examplePair(chosen, rejected), hyper);
    // 0 − x: a push of nothing is 0, not −0.
    return { loss, chosen: 0 - (tokenGradients[0] ?? 0), rejected: 0 - (tokenGradients[EXAMPLE_TOKENS] ?? 0) };
  };
  if (dependsOnMarginAlone((chosen, rejected) => at(chosen, rejected).loss, extent)) {
    const margins = grid(extent, curvePoints);
    const points = Array.from(margins, (margin) => at(margin / 2, -margin / 2));
    return {
      kind: 'margin',
      margins,
      losses: Float64Array.from(points, ({ loss }) => loss),
      pushes: Float64Array.from(points, ({ chosen }) => chosen),
    };
  }
  const scores = grid(extent, mapPoints);
  const points = Array.from(scores, (rejected) => Array.from(scores, (chosen) => at(chosen, rejected))).flat();
  return {
    kind: 'plane',
    scores,
    losses: Float64Array.from(points, ({ loss }) => loss),
    chosenPushes: Float64Array.from(points, ({ chosen }) => chosen),
    rejectedPushes: Float64Array.from(points, ({ rejected }) => rejected),
  };
}

/** `points` numbers from −extent to extent. */
function grid(extent: number, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => extent * ((2 * i) / (points - 1) - 1));
}

/** Tried, not declared: pairs of one margin at three heights. */
function dependsOnMarginAlone(loss: (chosen: number, rejected: number) => number, extent: number): boolean {
  return [-0.5, -0.1, 0.3, 0.6].every((part) => {
    const margin = part * extent;
    const middle = loss(margin / 2, -margin / 2);
    return [-0.2, 0.2].every((shift) => {
      const moved = loss(margin / 2 + shift * extent, -margin / 2 + shift * extent);
      return Math.abs(moved - middle) <= 1e-9 * Math.max(1, Math.abs(middle));
    });
  });
}
