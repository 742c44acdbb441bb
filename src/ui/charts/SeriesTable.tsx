import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { ChartLine, ChartView } from './chartRows.ts';

interface SeriesTableProps {
  readonly name: string;
  readonly lines: readonly ChartLine[];
  readonly view: ChartView;
}

/** The plotted points as a table, newest first. */
export function SeriesTable({ name, lines, view }: SeriesTableProps) {
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
        </tr>
      </thead>
      <tbody>
        {view.rows.toReversed().map((row) => (
          <tr key={row.step}>
            <th scope="row">{formatWhole(row.step)}</th>
            <td>{row.y0 === undefined ? '' : formatValue(row.y0)}</td>
            {lines.length > 1 ? <td>{row.y1 === undefined ? '' : formatValue(row.y1)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
