import { Fragment } from 'react';
import type { MetricValue } from '../../engine/index.ts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { ChartLine, ChartView } from './chartRows.ts';
import type { RivalCurve } from './rivalCurves.ts';

interface SeriesTableProps {
  readonly name: string;
  readonly lines: readonly ChartLine[];
  readonly view: ChartView;
  readonly rivals: readonly RivalCurve[];
}

/** The plotted points as a table, newest first. */
export function SeriesTable({ name, lines, view, rivals }: SeriesTableProps) {
  const others = rivals.map(({ id, points }) => ({
    id,
    means: new Map(points.map(({ step, mean }) => [step, mean])),
  }));
  // Of training steps there are too many: exports hold their n.
  const certain = lines.flatMap(({ metric, label, source }, index) =>
    source === 'evaluation'
      ? [{ metric, label, evaluations: view.evaluations[index] ?? new Map<number, MetricValue>() }]
      : [],
  );
  return (
    <table>
      <caption className="visually-hidden">{name}</caption>
      <thead>
        <tr>
          <th scope="col">{text.charts.step}</th>
          {lines.map((line) => (
            <th key={line.metric} scope="col">
              {line.label}
            </th>
          ))}
          {certain.map(({ metric, label }) => (
            <Fragment key={metric}>
              <th scope="col">
                {certain.length > 1 ? `${label}: ${text.evaluation.interval}` : text.evaluation.interval}
              </th>
              <th scope="col">{text.evaluation.n}</th>
            </Fragment>
          ))}
          {rivals.map(({ id, label }) => (
            <th key={id} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.rows.toReversed().map((row) => (
          <tr key={row.step}>
            <th scope="row">{formatWhole(row.step)}</th>
            <td>{row.y0 === undefined ? '' : formatValue(row.y0)}</td>
            {lines.length > 1 ? <td>{row.y1 === undefined ? '' : formatValue(row.y1)}</td> : null}
            {certain.map(({ metric, evaluations }) => (
              <Certain key={metric} value={evaluations.get(row.step)} />
            ))}
            {others.map(({ id, means }) => (
              <td key={id}>{formatMean(means.get(row.step))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Certain({ value }: { value: MetricValue | undefined }) {
  const { low, high, n } = value ?? {};
  return (
    <>
      <td>
        {low === undefined || high === undefined ? '' : text.evaluation.fromTo(formatValue(low), formatValue(high))}
      </td>
      <td>{n === undefined ? '' : formatWhole(n)}</td>
    </>
  );
}

function formatMean(mean: number | undefined): string {
  return mean === undefined ? '' : formatValue(mean);
}
