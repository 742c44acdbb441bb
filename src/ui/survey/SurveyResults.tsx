import { useId, useMemo, useState } from 'react';
import {
  encodeLink,
  MAP_COLUMNS,
  metricById,
  SURVEY_COLUMNS,
  type SurveyColumn,
  type SurveyLine,
  type SurveyRow,
  sortedLines,
  surveyTable,
} from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { HeatMap } from './HeatMap.tsx';
import { SurveyExport } from './SurveyExport.tsx';
import type { SurveyView } from './SurveyStage.ts';
import { type SortOrder, SurveyTable } from './SurveyTable.tsx';
import { columnName, rowName } from './surveyWords.ts';

/** The table, the map of a sweep, and both as files. */
export function SurveyResults({ view }: { readonly view: SurveyView }) {
  const { plan, experiment } = view;
  const results = view.state?.results;
  const [sort, setSort] = useState<SortOrder>({ column: null, order: 'descending' });
  const [compared, compare] = useState<string | null>(null);
  const [figure, setFigure] = useState<string | null>(null);
  const lines = useMemo(() => (plan === null ? [] : surveyTable(plan, results ?? {}, MAP_COLUMNS)), [plan, results]);
  const id = useId();
  if (plan === null || experiment === null) return null;
  const columns = withFigures(SURVEY_COLUMNS, lines);
  const mapped = withFigures(MAP_COLUMNS, lines);
  const shown = mapped.find((column) => column.id === figure) ?? mapped[0];
  const sorted = sort.column === null ? inOrder(lines) : sortedLines(lines, sort.column, sort.order);
  const addressOf = (row: SurveyRow) => {
    const cell = plan.cells.find((candidate) => candidate.row === row);
    const steps = cell && results?.[cell.id]?.steps;
    const alone = cell?.experiment ?? experiment;
    return `${location.pathname}${location.search}#${encodeLink(steps === undefined ? alone : { ...alone, max_steps: steps })}`;
  };
  const onSort = ({ id: column }: SurveyColumn) =>
    setSort({ column, order: sort.column === column && sort.order === 'descending' ? 'ascending' : 'descending' });
  return (
    <>
      {plan.kind === 'sweep' && shown !== undefined ? (
        <section aria-labelledby={`${id}-map`}>
          <div className="panel-head">
            <h3 id={`${id}-map`}>{text.survey.map}</h3>
            <label>
              {text.survey.figure}{' '}
              <select value={shown.id} onChange={({ target }) => setFigure(target.value)}>
                {mapped.map((column) => (
                  <option key={column.id} value={column.id}>
                    {columnName(column)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <HeatMap plan={plan} experiment={experiment} lines={lines} column={shown} />
        </section>
      ) : null}
      <div className="survey-fields">
        <label>
          {text.survey.compare}{' '}
          <select value={compared ?? ''} onChange={({ target }) => compare(target.value === '' ? null : target.value)}>
            <option value="">{text.survey.best}</option>
            {lines.map(({ row }) => (
              <option key={row.key} value={row.key}>
                {rowName(plan, row, experiment)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="race-scroll" tabIndex={0} role="region" aria-label={text.survey.table}>
        <SurveyTable {...{ plan, experiment, columns, sort, onSort, compared, addressOf }} lines={sorted} />
      </div>
      <p className="control-note">{text.survey.caption(plan.seeds.length)}</p>
      <SurveyExport view={view} lines={sorted} columns={columns} compared={compared} />
    </>
  );
}

/** Of a sweep by its settings, not as its cells run. */
function inOrder(lines: readonly SurveyLine[]): readonly SurveyLine[] {
  return lines.toSorted((a, b) => {
    const [left, right] = [a.row.point?.values ?? [], b.row.point?.values ?? []];
    const axis = left.findIndex((value, index) => value !== right[index]);
    return axis < 0 ? 0 : (left[axis] ?? 0) - (right[axis] ?? 0);
  });
}

/** Columns that some line has; before any has one, those whose metric is known. */
function withFigures(columns: readonly SurveyColumn[], lines: readonly SurveyLine[]): readonly SurveyColumn[] {
  const found = columns.filter(({ id }) => lines.some(({ figures }) => id in figures));
  return found.length > 0 ? found : columns.filter(({ metric }) => metric === null || metricById(metric) !== undefined);
}
