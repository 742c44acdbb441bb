import {
  bandsOverlap,
  bestLine,
  type CellResult,
  type Experiment,
  METHODS,
  methodOf,
  metricById,
  type SurveyColumn,
  type SurveyFigure,
  type SurveyLine,
  type SurveyPlan,
  type SurveyRow,
  type TextTable,
} from '../../engine/index.ts';
import { ERRORS } from '../i18n/errors.en.ts';
import { formatFixed, formatPercent, formatSetting, formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';

/** 'SimPO', or 'beta 0.1, learning_rate 0.001'. */
export function rowName(plan: SurveyPlan, row: SurveyRow, experiment: Experiment): string {
  if (plan.kind === 'objectives') {
    const method = row.loss === experiment.loss ? methodOf(experiment) : METHODS.find(({ id }) => id === row.loss);
    return method?.label ?? row.loss;
  }
  return plan.axes
    .map(({ setting }, axis) => `${setting.name} ${formatSetting(row.point?.values[axis] ?? Number.NaN)}`)
    .join(', ');
}

export function columnName({ id }: SurveyColumn): string {
  return text.survey.columns[id] ?? id;
}

/** What a column means, for its head. */
export function columnMeaning({ metric, at }: SurveyColumn): string {
  if (at === 'time') return text.survey.time;
  if (at === 'change') return text.survey.drift;
  return metric === null ? '' : `${metric}: ${metricById(metric)?.meaning ?? ''}`;
}

function isShare({ isRate, metric }: SurveyColumn): boolean {
  return isRate || (metric !== null && metricById(metric)?.format.style === 'percent');
}

export function valueText(value: number, column: SurveyColumn): string {
  if (isShare(column)) return formatPercent(value);
  return Math.abs(value) < 10 ? formatFixed(value) : formatValue(value);
}

/** '56 % ± 9', '2.41 ± 0.12'. */
export function figureText({ mean, sd }: SurveyFigure, column: SurveyColumn): string {
  const value = valueText(mean, column);
  if (sd === null) return value;
  return `${value} ± ${isShare(column) ? Math.round(sd * 100) : valueText(sd, column)}`;
}

/** Of one seed, the 95 % interval of its evaluation: '44 % to 68 %'. null where there is none, or the spread over seeds stands. */
export function intervalText({ sd, band }: SurveyFigure, column: SurveyColumn): string | null {
  return sd !== null || band === null
    ? null
    : text.evaluation.fromTo(valueText(band.low, column), valueText(band.high, column));
}

/** With what is known of its spread: '56 % ± 9', or '56 % (44 % to 68 %)'. */
export function wholeText(figure: SurveyFigure, column: SurveyColumn): string {
  const interval = intervalText(figure, column);
  return `${figureText(figure, column)}${interval === null ? '' : ` (${interval})`}`;
}

/** How a figure stands to the one it is compared with: the best of its column, or that of a row. */
export function standing(
  lines: readonly SurveyLine[],
  line: SurveyLine,
  column: SurveyColumn,
  compared: string | null,
): { readonly isBest: boolean; readonly isAlike: boolean } {
  const best = bestLine(lines, column);
  const other = compared === null ? best : lines.find(({ row }) => row.key === compared);
  const [own, against] = [line.figures[column.id], other?.figures[column.id]];
  // Rows that tie are the best together.
  const isBest = own !== undefined && own.mean === best?.figures[column.id]?.mean;
  const isSelf = line === other || (compared === null && isBest);
  const isAlike = own !== undefined && against !== undefined && !isSelf && bandsOverlap(own, against) === true;
  return { isBest, isAlike };
}

/** What became of those of a line's cells that did not run to their end. */
export function endings(cells: readonly CellResult[]): string[] {
  return cells.flatMap(({ state, step, failure }) => {
    if (state === 'done') return [];
    if (state !== 'failed' || failure === null) return [text.survey.ended[state](step)];
    return [text.survey.failedWhy(ERRORS[failure.code].title(failure.data))];
  });
}

/** The table as it stands on screen. */
export function surveyTextTable(
  plan: SurveyPlan,
  experiment: Experiment,
  lines: readonly SurveyLine[],
  columns: readonly SurveyColumn[],
  compared: string | null,
  address: string,
): TextTable {
  return {
    title: `${text.survey.title}: ${experiment.model}, ${experiment.data}`,
    heads: [
      plan.kind === 'sweep' ? text.survey.settingsColumn : text.survey.objective,
      ...columns.map(columnName),
      text.survey.runsColumn,
    ],
    rows: lines.map((line) => [
      { text: rowName(plan, line.row, experiment) },
      ...columns.map((column) => {
        const figure = line.figures[column.id];
        const shown = figure === undefined ? '–' : wholeText(figure, column);
        return { text: shown, ...standing(lines, line, column, compared) };
      }),
      { text: [runsText(line), ...endings(line.cells)].join('; ') },
    ]),
    notes: [text.survey.caption(plan.seeds.length), address],
  };
}

export function runsText({ cells, planned }: SurveyLine): string {
  return text.survey.runs(cells.filter(({ state }) => state === 'done').length, planned);
}
