import type { SurveyColumn, SurveyLine, SurveyPlan, SweepAxis } from '../../engine/index.ts';

/** A place of the map, in shares of its width and height; height runs upwards. */
export interface HeatCell {
  readonly line: SurveyLine;
  readonly x: number;
  readonly y: number;
  /** In shares; null for a point that was drawn. */
  readonly width: number | null;
  readonly height: number | null;
  /** null where no cell ran to its end. */
  readonly value: number | null;
  /** From 0, the least value on the map, to 1; null without a value. */
  readonly share: number | null;
  readonly mark: '' | '×' | '!';
}

/** Of ticks (12 px) and the axis' name beside them, with the gap to the map. px */
const DIGIT_WIDTH = 8;
const NAME_WIDTH = 20;
const GAP = 8;

export interface HeatTick {
  readonly at: number;
  readonly value: number;
}

/** Cells of a grid fill the map; points that were drawn lie on it by their values, on the settings' scales. */
export function heatCells(plan: SurveyPlan, lines: readonly SurveyLine[], column: SurveyColumn): HeatCell[] {
  const values = lines.flatMap(({ figures }) => figures[column.id]?.mean ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const sides = plan.axes.map((_, axis) => sideOf(plan, axis));
  return lines.map((line) => {
    const value = line.figures[column.id]?.mean ?? null;
    const { point } = line.row;
    const at = (axis: number) => {
      const index = point?.at?.[axis];
      const side = sides[axis] ?? 1;
      if (index !== undefined) return (index + 0.5) / side;
      const of = plan.axes[axis];
      return of === undefined ? 0.5 : positionOf(of, point?.values[axis] ?? of.from);
    };
    const isGrid = point?.at !== null && point?.at !== undefined;
    const states = new Set(line.cells.map(({ state }) => state));
    return {
      line,
      x: at(0),
      y: at(1),
      width: isGrid ? 1 / (sides[0] ?? 1) : null,
      height: isGrid ? 1 / (sides[1] ?? 1) : null,
      value,
      share: value === null ? null : high > low ? (value - low) / (high - low) : 1,
      mark: states.has('diverged') || states.has('failed') ? '!' : states.has('hopeless') ? '×' : '',
    };
  });
}

/** Where an axis is labelled: at each value of a grid, at the ends of a range. */
export function heatTicks(plan: SurveyPlan, axis: number): HeatTick[] {
  const of = plan.axes[axis];
  if (of === undefined) return [];
  if (plan.isDrawn) return [of.from, of.to].map((value) => ({ at: positionOf(of, value), value }));
  const side = sideOf(plan, axis);
  const ticks = new Map<number, number>();
  for (const { point } of plan.rows) {
    const index = point?.at?.[axis];
    const value = point?.values[axis];
    if (index !== undefined && value !== undefined) ticks.set(index, value);
  }
  return [...ticks].sort(([a], [b]) => a - b).map(([index, value]) => ({ at: (index + 0.5) / side, value }));
}

/** Room for an upright axis: its name at the edge, then its longest label. px */
export function marginFor(labels: readonly string[]): number {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return NAME_WIDTH + longest * DIGIT_WIDTH + GAP;
}

function sideOf(plan: SurveyPlan, axis: number): number {
  return 1 + Math.max(0, ...plan.rows.map(({ point }) => point?.at?.[axis] ?? 0));
}

/** 0.05 to 0.95 of the side, so that a point at an end is whole. */
function positionOf({ from, to, setting }: SweepAxis, value: number): number {
  const isLog = setting.scale === 'log' && from > 0;
  const share = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return 0.05 + 0.9 * share;
}
