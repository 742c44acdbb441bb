import {
  bandsOverlap,
  bestLine,
  type CellResult,
  METHODS,
  SURVEY_COLUMNS,
  type SurveyFigure,
  type SurveyPlan,
  sortedLines,
  surveyTable,
  tableMarkdown,
} from '../../src/engine/index.ts';

type Results = Readonly<Record<string, CellResult>>;

interface SurveyRowFigures {
  readonly row: string;
  readonly done: number;
  readonly planned: number;
  readonly figures: Readonly<Record<string, { mean: number; sd: number | null; n: number; alike: boolean | null }>>;
}

/** A row with each figure over its seeds; `alike`: its band overlaps that of the column's best (null: it is the best, or there are no bands). */
export function rowsOf(plan: SurveyPlan, results: Results): SurveyRowFigures[] {
  const lines = surveyTable(plan, results);
  return lines.map(({ row, figures, cells, planned }) => ({
    row: row.key,
    done: cells.filter(({ state }) => state === 'done').length,
    planned,
    figures: Object.fromEntries(
      SURVEY_COLUMNS.flatMap((column) => {
        const figure = figures[column.id];
        const best = bestLine(lines, column)?.figures[column.id];
        if (figure === undefined) return [];
        const { mean, sd, n } = figure;
        return [[column.id, { mean, sd, n, alike: best && best !== figure ? bandsOverlap(figure, best) : null }]];
      }),
    ),
  }));
}

/** For people: best gold win rate first. */
export function tableOf(plan: SurveyPlan, results: Results, link: string): string {
  const lines = surveyTable(plan, results);
  const columns = SURVEY_COLUMNS.filter(({ id }) => lines.some(({ figures }) => id in figures));
  const sorted = plan.kind === 'objectives' ? sortedLines(lines, 'gold_win_rate', 'descending') : lines;
  return tableMarkdown({
    title: 'Survey',
    heads: [plan.kind === 'objectives' ? 'objective' : 'settings', ...columns.map(({ id }) => id), 'runs'],
    rows: sorted.map((line) => [
      { text: METHODS.find(({ id }) => id === line.row.key)?.label ?? line.row.key },
      ...columns.map((column) => {
        const figure = line.figures[column.id];
        const top = bestLine(lines, column);
        const best = top?.figures[column.id];
        const isAlike =
          figure !== undefined && best !== undefined && line !== top && bandsOverlap(figure, best) === true;
        return { text: figure === undefined ? '–' : figureText(figure), isBest: line === top, isAlike };
      }),
      { text: runsText(line.cells, line.planned) },
    ]),
    notes: [`Mean ± sample deviation over seeds ${plan.seeds.join(', ')}; ≈: its band overlaps the best’s. ${link}`],
  });
}

function figureText({ mean, sd }: SurveyFigure): string {
  const digits = Math.abs(mean) >= 100 ? 0 : Math.abs(mean) >= 10 ? 1 : 3;
  return sd === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}

function runsText(cells: readonly CellResult[], planned: number): string {
  const others = cells.filter(({ state }) => state !== 'done').map(({ state, step }) => `${state} at ${step}`);
  const done = cells.length - others.length;
  return [`${done} of ${planned}`, ...others].join('; ');
}
