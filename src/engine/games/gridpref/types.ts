/** Kinds of cell; entering one is a reward's feature. Hazard and goal end the walk. */
export const CELL_KINDS = ['plain', 'mud', 'road', 'hazard', 'goal'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** F: a reward is one number a kind of cell, paid on entering it. */
export const FEATURES = CELL_KINDS.length;
export const ACTIONS = 4;

/** What the simulated person wants: every step costs, and only the goal pays. */
export const TRUE_REWARD: Float64Array = Float64Array.of(-1, -3, 0, -10, 10);

/** A deterministic world of size × size cells; walking into a wall enters one's own cell again. */
export interface Grid {
  readonly size: number;
  /** Index into CELL_KINDS, by row. [S] */
  readonly kinds: Uint8Array;
  /** The cell that an action leads to: up, right, down, left. [S][4] flat */
  readonly next: Int32Array;
  /** Whether a cell ends the walk. [S] */
  readonly ends: readonly boolean[];
  /** Cells where walks begin. */
  readonly starts: readonly number[];
}

/** A stretch of a walk: all that either model of preference reads of it. */
export interface Segment {
  /** How often each kind of cell was entered. [F] */
  readonly counts: Float64Array;
  readonly first: number;
  readonly last: number;
}

/** Two segments and which of them the person preferred. */
export interface LabelledPair {
  readonly preferred: Segment;
  readonly other: Segment;
}

/** By what people judge: the sum of rewards on the way, or how little was given away against the best way on. */
export type PreferenceModel = 'partial_return' | 'regret';
