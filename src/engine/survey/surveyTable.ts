import type { MetricValue } from '../metrics/types.ts';
import { wilsonInterval } from '../metrics/winRate.ts';
import type { CellResult } from './cellResult.ts';
import type { SurveyPlan, SurveyRow } from './surveyPlan.ts';

/** A column of the table, and what a map may show: a metric of the last evaluation, its change since the first, or a time. */
export interface SurveyColumn {
  readonly id: string;
  readonly metric: string | null;
  readonly at: 'last' | 'change' | 'time';
  /** Which way is better; 'none': neither, so that no row is best. */
  readonly direction: 'up' | 'down' | 'none';
  /** A share of independent draws: one evaluation alone gives an interval. */
  readonly isRate: boolean;
}

function rate(id: string, metric = id): SurveyColumn {
  return { id, metric, at: 'last', direction: 'up', isRate: true };
}

/** In the order of the table. */
export const SURVEY_COLUMNS: readonly SurveyColumn[] = [
  rate('gold_win_rate'),
  { ...rate('lc_win_rate'), isRate: false },
  rate('accuracy', 'eval_rewards/accuracies'),
  rate('ranking_accuracy'),
  { id: 'kl', metric: 'kl', at: 'last', direction: 'none', isRate: false },
  { id: 'length', metric: 'completions/mean_length', at: 'last', direction: 'none', isRate: false },
  { id: 'chosen_drift', metric: 'eval_logps/chosen', at: 'change', direction: 'none', isRate: false },
  { id: 'seconds', metric: null, at: 'time', direction: 'none', isRate: false },
];

/** What a map may also show. */
export const MAP_COLUMNS: readonly SurveyColumn[] = [
  ...SURVEY_COLUMNS,
  rate('win_rate'),
  { id: 'margin', metric: 'eval_rewards/margins', at: 'last', direction: 'up', isRate: false },
  { id: 'length_correlation', metric: 'corr/log_ratio_length', at: 'last', direction: 'none', isRate: false },
];

/** A mean over seeds, and the band in which it is known. */
export interface SurveyFigure {
  readonly mean: number;
  /** Sample standard deviation over seeds; null for one. */
  readonly sd: number | null;
  /** Seeds. */
  readonly n: number;
  /** Mean ± sd; of one seed, its evaluation's 95 % interval (a rate's by Wilson); null where one seed alone has none. */
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface SurveyLine {
  readonly row: SurveyRow;
  /** By column id; absent where no cell has the figure. */
  readonly figures: Readonly<Record<string, SurveyFigure>>;
  /** Results of its cells so far, in the order of the seeds. */
  readonly cells: readonly CellResult[];
  readonly planned: number;
}

/** The plan's rows in its order. Only cells that ran to their end enter a mean. */
export function surveyTable(
  plan: SurveyPlan,
  results: Readonly<Record<string, CellResult>>,
  columns: readonly SurveyColumn[] = SURVEY_COLUMNS,
): SurveyLine[] {
  return plan.rows.map((row) => {
    const planned = plan.cells.filter((cell) => cell.row === row);
    const cells = planned.flatMap(({ id }) => results[id] ?? []);
    const done = cells.filter(({ state }) => state === 'done');
    const figures: Record<string, SurveyFigure> = {};
    for (const column of columns) {
      const values = done.flatMap((cell) => figureOf(cell, column) ?? []);
      const figure = summary(values, column.isRate);
      if (figure !== null) figures[column.id] = figure;
    }
    return { row, figures, cells, planned: planned.length };
  });
}

/** A cell's value of a column, and over how many examples; null where its evaluations have none. */
export function figureOf(cell: CellResult, { metric, at }: SurveyColumn): MetricValue | null {
  if (metric === null) return { value: cell.seconds, n: 1 };
  const last = cell.last[metric];
  const first = cell.first[metric];
  if (last === undefined || !Number.isFinite(last.value)) return null;
  if (at === 'last') return last;
  return first === undefined ? null : { value: last.value - first.value, n: last.n };
}

function summary(values: readonly MetricValue[], isRate: boolean): SurveyFigure | null {
  const n = values.length;
  const [only] = values;
  if (only === undefined) return null;
  const mean = values.reduce((sum, { value }) => sum + value, 0) / n;
  if (n === 1) {
    const { low, high } = only;
    const known = low === undefined || high === undefined ? null : { low, high };
    return { mean, sd: null, n, band: known ?? (isRate ? wilsonInterval(mean * only.n, only.n) : null) };
  }
  const sd = Math.sqrt(values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (n - 1));
  return { mean, sd, n, band: { low: mean - sd, high: mean + sd } };
}

/** Whether the difference of two figures is within their spread; null where a band is missing. */
export function bandsOverlap(a: SurveyFigure, b: SurveyFigure): boolean | null {
  if (a.band === null || b.band === null) return null;
  return a.band.low <= b.band.high && b.band.low <= a.band.high;
}

/** The line with the best figure of a column; null where the column has no better and worse, or no figures. */
export function bestLine(lines: readonly SurveyLine[], column: SurveyColumn): SurveyLine | null {
  if (column.direction === 'none') return null;
  const sign = column.direction === 'up' ? 1 : -1;
  return lines.reduce<SurveyLine | null>((best, line) => {
    const [own, top] = [line.figures[column.id], best?.figures[column.id]];
    if (own === undefined) return best;
    return top === undefined || sign * own.mean > sign * top.mean ? line : best;
  }, null);
}

/** Sorted by a column's mean, lines without a figure last either way; ties keep their order. */
export function sortedLines(
  lines: readonly SurveyLine[],
  columnId: string,
  order: 'ascending' | 'descending',
): SurveyLine[] {
  const sign = order === 'ascending' ? 1 : -1;
  return lines.toSorted((a, b) => {
    const [left, right] = [a.figures[columnId], b.figures[columnId]];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (left.mean - right.mean);
  });
}
