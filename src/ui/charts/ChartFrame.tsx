import { type ReactNode, useId, useState } from 'react';
import { text } from '../i18n/text.ts';

interface ChartFrameProps {
  /** TRL's metric name, or what the plot relates. */
  readonly name: string;
  readonly caption: string;
  /** One sentence that says in words what the plot shows. */
  readonly summary: string;
  /** Newest value, large. */
  readonly figure?: ReactNode;
  readonly legend?: ReactNode;
  readonly height: number;
  readonly table: () => ReactNode;
  readonly children: ReactNode;
  readonly quiet?: boolean;
}

/** A plot as everybody can have it: caption, sentence, picture, and the same numbers as a table. */
export function ChartFrame({
  name,
  caption,
  summary,
  figure,
  legend,
  height,
  table,
  children,
  quiet,
}: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  const summaryId = useId();
  const label = isTable ? text.charts.showChart(name) : text.charts.showTable(name);
  return (
    <figure
      className={['chart', quiet ? 'chart-quiet' : '', legend === undefined ? '' : 'chart-pair'].join(' ')}
      aria-describedby={summaryId}
    >
      <figcaption className="chart-head">
        <span className="metric-name">{name}</span>
        {figure === undefined ? null : <span className="chart-figure">{figure}</span>}
        <button
          type="button"
          className="quiet-button small"
          aria-pressed={isTable}
          aria-label={label}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? text.charts.chart : text.charts.table}
        </button>
        <span className="chart-caption">{caption}</span>
      </figcaption>
      {legend === undefined ? null : <div className="chart-legend">{legend}</div>}
      {/* The height is the same with and without data, as picture and as table: nothing jumps. */}
      <div className="chart-body" style={{ height }}>
        {isTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          <div className="table-scroll" tabIndex={0} role="region" aria-label={name}>
            {table()}
          </div>
        ) : (
          children
        )}
      </div>
      <p id={summaryId} className="chart-summary">
        {summary}
      </p>
    </figure>
  );
}
