import { randomStream } from '../train/rng.ts';
import { roundedSetting, type SweptSetting } from './sweptSettings.ts';

/** One setting of a sweep, from the smaller value to the larger. */
export interface SweepAxis {
  readonly setting: SweptSetting;
  readonly from: number;
  readonly to: number;
  /** Values of a grid along this axis. */
  readonly count: number;
}

/** One or two axes: a grid of their values, or `draws` points drawn in their ranges (a logarithmic scale's in its decades). */
export interface Sweep {
  readonly axes: readonly SweepAxis[];
  readonly draws: number | null;
}

/** Where a cell lies: a value for each axis; in a grid, its place along each. */
export interface SweepPoint {
  readonly values: readonly number[];
  readonly at: readonly number[] | null;
}

/** The values of an axis, evenly spaced on its setting's scale; fewer than `count` where rounding makes some equal. */
function axisValues(axis: SweepAxis): number[] {
  const { count, setting } = axis;
  const values = Array.from({ length: count }, (_, i) => roundedSetting(valueAt(axis, i / (count - 1)), setting));
  return [...new Set(values)];
}

/** At a share of the way from `from` to `to`, on the setting's scale. */
function valueAt({ from, to, setting }: SweepAxis, share: number): number {
  if (share <= 0) return from;
  if (share >= 1) return to;
  return setting.scale === 'log' && from > 0 ? from * (to / from) ** share : from + (to - from) * share;
}

/**
 * All points of a sweep in the order in which they run: of a grid the coarse picture first, corners, then middles, then what
 * lies between; of random draws as they were drawn, from the experiment's seed.
 */
export function sweepPoints({ axes, draws }: Sweep, seed: number): SweepPoint[] {
  if (draws !== null) {
    const random = randomStream(seed, 'sweep');
    return Array.from({ length: draws }, () => ({
      values: axes.map((axis) => roundedSetting(valueAt(axis, random.uniform()), axis.setting)),
      at: null,
    }));
  }
  const values = axes.map(axisValues);
  return coarseFirst(values.map(({ length }) => length)).map((at) => ({
    values: at.map((index, axis) => values[axis]?.[index] as number),
    at,
  }));
}

/** Places of a grid with one or two sides: those on a stride of a power of two (and the far ends) first, the stride halving. */
function coarseFirst(sides: readonly number[]): number[][] {
  const [width = 1, height] = sides;
  const all =
    height === undefined
      ? Array.from({ length: width }, (_, x) => [x])
      : Array.from({ length: width * height }, (_, i) => [i % width, Math.floor(i / width)]);
  /** The largest stride on which the index lies. */
  const strideOf = (index: number, length: number) =>
    index === 0 || index === length - 1 ? Number.POSITIVE_INFINITY : index & -index;
  const coarseness = (at: readonly number[]) => Math.min(...at.map((index, axis) => strideOf(index, sides[axis] ?? 1)));
  return all.toSorted((a, b) => (coarseness(a) === coarseness(b) ? 0 : coarseness(b) - coarseness(a)));
}
