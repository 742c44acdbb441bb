import type { CellResult } from './cellResult.ts';
import type { SurveyPlan } from './surveyPlan.ts';
import { figureOf, MAP_COLUMNS } from './surveyTable.ts';

/**
 * Every cell with every figure, full numbers: a line a cell, so that any statistic can be taken again.
 *
 * @param linkOf the address that runs the cell again
 */
export function surveyCsv(
  plan: SurveyPlan,
  results: Readonly<Record<string, CellResult>>,
  linkOf: (cellId: string) => string,
): string {
  const columns = MAP_COLUMNS.filter((column) => plan.cells.some(({ id }) => cellValue(results[id], column) !== ''));
  const heads = [
    ...['objective', ...plan.axes.map(({ setting }) => setting.name), 'seed', 'state', 'step', 'steps', 'tokens'],
    ...columns.flatMap(({ id, isRate }) => (isRate ? [id, `${id}_n`] : [id])),
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
          const value = cellValue(result, column);
          return column.isRate ? [value, value === '' ? '' : (figureOf(result, column)?.n ?? '')] : [value];
        }),
        linkOf(id),
      ],
    ];
  });
  return `${[heads, ...lines].map((fields) => fields.map((field) => csvField(String(field))).join(',')).join('\n')}\n`;
}

function cellValue(result: CellResult | undefined, column: (typeof MAP_COLUMNS)[number]): number | '' {
  return result === undefined ? '' : (figureOf(result, column)?.value ?? '');
}

/** Quoted where RFC 4180 asks for it. */
function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
