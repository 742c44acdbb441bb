import {
  ALIKE_MARK,
  type Experiment,
  type SurveyColumn,
  type SurveyLine,
  type SurveyPlan,
  type SurveyRow,
} from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import {
  columnMeaning,
  columnName,
  endings,
  figureText,
  intervalText,
  rowName,
  runsText,
  standing,
} from './surveyWords.ts';

export interface SortOrder {
  /** null: the order of the plan. */
  readonly column: string | null;
  readonly order: 'ascending' | 'descending';
}

interface SurveyTableProps {
  readonly plan: SurveyPlan;
  readonly experiment: Experiment;
  /** As sorted. */
  readonly lines: readonly SurveyLine[];
  readonly columns: readonly SurveyColumn[];
  readonly sort: SortOrder;
  readonly onSort: (column: SurveyColumn) => void;
  /** The row that figures are compared with; null for the best of each column. */
  readonly compared: string | null;
  /** Address of a row's run alone. */
  readonly addressOf: (row: SurveyRow) => string;
}

export function SurveyTable(props: SurveyTableProps) {
  const { plan, lines, columns, sort, onSort } = props;
  return (
    <table className="race-table survey-table">
      <caption className="visually-hidden">{plan.kind === 'sweep' ? text.survey.mapTable : text.survey.table}</caption>
      <thead>
        <tr>
          <th scope="col">{plan.kind === 'sweep' ? text.survey.settingsColumn : text.survey.objective}</th>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              title={columnMeaning(column)}
              aria-sort={sort.column === column.id ? sort.order : 'none'}
            >
              <button
                type="button"
                className="sort-button"
                aria-label={text.survey.sortBy(columnName(column))}
                onClick={() => onSort(column)}
              >
                {columnName(column)}
                <span aria-hidden="true">
                  {sort.column !== column.id ? '' : sort.order === 'ascending' ? ' ↑' : ' ↓'}
                </span>
              </button>
            </th>
          ))}
          <th scope="col">{text.survey.runsColumn}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.row.key} line={line} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Line({
  line,
  plan,
  experiment,
  lines,
  columns,
  compared,
  addressOf,
}: SurveyTableProps & { readonly line: SurveyLine }) {
  const name = rowName(plan, line.row, experiment);
  return (
    <tr>
      <th scope="row">
        {name}
        {endings(line.cells).map((words, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two seeds may have ended in the same words
          <span key={index} className="race-out">
            {words}
          </span>
        ))}
      </th>
      {columns.map((column) => {
        const figure = line.figures[column.id];
        const interval = figure === undefined ? null : intervalText(figure, column);
        const { isBest, isAlike } = standing(lines, line, column, compared);
        return (
          <td key={column.id} className={isBest ? 'survey-best' : undefined}>
            {figure === undefined ? '–' : figureText(figure, column)}
            {isAlike ? (
              <span title={text.survey.alike}>
                {' '}
                <span aria-hidden="true">{ALIKE_MARK}</span>
                <span className="visually-hidden">{text.survey.alike}</span>
              </span>
            ) : null}
            {interval === null ? null : (
              <span className="figure-interval" title={text.evaluation.interval}>
                {interval}
              </span>
            )}
          </td>
        );
      })}
      <td>{runsText(line)}</td>
      <td>
        <a href={addressOf(line.row)} target="_blank" rel="noopener" aria-label={text.survey.openHint(name)}>
          {text.survey.open}
        </a>
      </td>
    </tr>
  );
}
