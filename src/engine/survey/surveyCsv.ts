import type { MetricValue } from '../metrics/types.ts';
import { wilsonInterval } from '../metrics/winRate.ts';
import type { CellResult } from './cellResult.ts';
import type { SurveyPlan } from './surveyPlan.ts';
import { figureOf, MAP_COLUMNS, type SurveyColumn } from './surveyTable.ts';

/**
 * Every cell with every figure, full numbers: a line a cell, so that any statistic can be taken again. Figures of the last evaluation
 * have n and the ends of their 95 % interval, empty where there is none.
 *
 * @param linkOf the address that runs the cell again
 */
export function surveyCsv(
  plan: SurveyPlan,
  results: Readonly<Record<string, CellResult>>,
  linkOf: (cellId: string) => string,
): string {
  const columns = MAP_COLUMNS.filter((column) =>
    plan.cells.some(({ id }) => measured(results[id], column).value !== undefined),
  );
  const heads = [
    ...['objective', ...plan.axes.map(({ setting }) => setting.name), 'seed', 'state', 'step', 'steps', 'tokens'],
    ...columns.flatMap(({ id, at }) => (at === 'last' ? [id, `${id}_n`, `${id}_low`, `${id}_high`] : [id])),
    'link',
  ];
  const lines = plan.cells.flatMap(({ id, row, seed }) => {
    const result = results[id];
    if (result === undefined) return [];
    const { state, step, steps, tokens } = result;
    return [
      [
        ...[row.loss, ...(row.point?.values ?? []), seed, state, step, steps, tokens],
        ...columns.flatMap((column) => {
          const { value = '', n = '', low = '', high = '' } = measured(result, column);
          return column.at === 'last' ? [value, n, low, high] : [value];
        }),
        linkOf(id),
      ],
    ];
  });
  return `${[heads, ...lines].map((fields) => fields.map((field) => csvField(String(field))).join(',')).join('\n')}\n`;
}

function measured(result: CellResult | undefined, column: SurveyColumn): Partial<MetricValue> {
  const value = result === undefined ? null : figureOf(result, column);
  if (value === null || value.low !== undefined || !column.isRate) return value ?? {};
  // A rate's interval follows from it.
  return { ...value, ...wilsonInterval(value.value * value.n, value.n) };
}

/** Quoted where RFC 4180 asks for it. */
function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
