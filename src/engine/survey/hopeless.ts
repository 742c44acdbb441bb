import type { MetricValues } from '../metrics/types.ts';
import { wilsonInterval } from '../metrics/winRate.ts';
import type { CellResult, JudgedPoint } from './cellResult.ts';

/** Rates by which cells of a sweep are judged: the first that an evaluation has. */
const JUDGED = ['gold_win_rate', 'ranking_accuracy'] as const;

/** Share of a cell's steps before which it is not judged. */
const JUDGED_FROM = 0.5;

export function judgedPoint(step: number, values: MetricValues): JudgedPoint | null {
  const found = JUDGED.map((id) => values[id]).find((value) => value !== undefined);
  return found === undefined ? null : { step, ...found };
}

/**
 * Whether a cell need not go on: from half of its steps on, its rate's 95 % interval (Wilson) lies wholly below that of the
 * cell of the same seed that stood best at the same step. Only cells that ran to their end are compared with. Of numbers and
 * order alone, so that the same link stops the same cells.
 *
 * @param finished of the same seed
 */
export function isHopeless(point: JudgedPoint, steps: number, finished: readonly CellResult[]): boolean {
  if (point.step < steps * JUDGED_FROM || point.step >= steps) return false;
  const rivals = finished.flatMap(({ state, curve }) =>
    state === 'done' ? curve.filter(({ step }) => step === point.step) : [],
  );
  const best = rivals.reduce<JudgedPoint | null>((top, rival) => (top && top.value >= rival.value ? top : rival), null);
  if (best === null) return false;
  const own = intervalOf(point);
  const other = intervalOf(best);
  return own !== null && other !== null && own.high < other.low;
}

function intervalOf({ value, n }: JudgedPoint) {
  return wilsonInterval(value * n, n);
}
