import { useRef } from 'react';
import type { Experiment, SurveyColumn, SurveyLine, SurveyPlan } from '../../engine/index.ts';
import { useWidth } from '../charts/useWidth.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type HeatCell, heatCells, heatTicks, marginFor } from './heatCells.ts';
import { columnName, rowName, valueText, wholeText } from './surveyWords.ts';

interface HeatMapProps {
  readonly plan: SurveyPlan;
  readonly experiment: Experiment;
  readonly lines: readonly SurveyLine[];
  readonly column: SurveyColumn;
}

const BOTTOM = 44;
const EDGE = 8;
const ROW_HEIGHT = 56;
const DRAWN_HEIGHT = 260;
/** Narrower cells show no number: the table has it. */
const WORDS_MIN = 44;
/** Words stay readable on the strongest colour, light or dark: at least 4.5 to 1. */
const STRONGEST = 0.55;

/** One figure over the swept settings: the stronger the colour the larger. The table beneath holds the same in words. */
export function HeatMap({ plan, experiment, lines, column }: HeatMapProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const size = useWidth(boxRef);
  const cells = heatCells(plan, lines, column);
  const values = cells.flatMap(({ value }) => value ?? []);
  const [xTicks, yTicks] = [heatTicks(plan, 0), heatTicks(plan, 1)];
  const left = plan.axes.length > 1 ? marginFor(yTicks.map(({ value }) => formatSetting(value))) : EDGE;
  const inner = {
    width: Math.max(0, Math.min(size, 720) - left - EDGE),
    height: plan.isDrawn ? (plan.axes.length > 1 ? DRAWN_HEIGHT : 80) : ROW_HEIGHT * Math.max(1, yTicks.length),
  };
  const x = (share: number) => left + share * inner.width;
  const y = (share: number) => EDGE + (1 - share) * inner.height;
  const [low, high] = [valueText(Math.min(...values), column), valueText(Math.max(...values), column)];
  const [across, up] = plan.axes.map(({ setting }) => setting.name);
  const height = inner.height + EDGE + BOTTOM;
  return (
    <figure className="heat-map" ref={boxRef}>
      {size === 0 ? null : (
        <svg
          width={Math.min(size, 720)}
          height={height}
          role="img"
          aria-label={values.length === 0 ? text.survey.mapEmpty : text.survey.mapLabel(columnName(column), low, high)}
        >
          <rect className="heat-frame" x={left} y={EDGE} width={inner.width} height={inner.height} />
          {cells.map((cell) => (
            <Cell
              key={cell.line.row.key}
              cell={cell}
              title={`${rowName(plan, cell.line.row, experiment)}: ${spreadOf(cell, column)}`}
              words={cell.value === null ? '' : valueText(cell.value, column)}
              centre={[x(cell.x), y(cell.y)]}
              size={[(cell.width ?? 0) * inner.width, (cell.height ?? 0) * inner.height]}
            />
          ))}
          {xTicks.map(({ at, value }) => (
            <text key={value} className="shape-tick" x={x(at)} y={height - BOTTOM + 16} textAnchor="middle">
              {formatSetting(value)}
            </text>
          ))}
          {yTicks.map(({ at, value }) => (
            <text key={value} className="shape-tick" x={left - 8} y={y(at)} textAnchor="end" dominantBaseline="central">
              {formatSetting(value)}
            </text>
          ))}
          <text className="shape-tick" x={x(0.5)} y={height - 8} textAnchor="middle">
            {across}
          </text>
          {up === undefined ? null : (
            <text className="shape-tick" transform={`translate(12 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
              {up}
            </text>
          )}
        </svg>
      )}
      <figcaption className="control-note">
        {values.length === 0 ? text.survey.mapEmpty : text.survey.mapScale(low, high)}
      </figcaption>
    </figure>
  );
}

function spreadOf({ line }: HeatCell, column: SurveyColumn): string {
  const figure = line.figures[column.id];
  return figure === undefined ? '–' : wholeText(figure, column);
}

interface CellProps {
  readonly cell: HeatCell;
  readonly title: string;
  readonly words: string;
  readonly centre: readonly [number, number];
  readonly size: readonly [number, number];
}

function Cell({ cell, title, words, centre: [x, y], size: [width, height] }: CellProps) {
  const isPoint = cell.width === null;
  const fillOpacity = cell.share === null ? 0 : 0.06 + (STRONGEST - 0.06) * cell.share;
  const shown = [cell.mark, !isPoint && width >= WORDS_MIN ? words : ''].filter((part) => part !== '').join(' ');
  return (
    <g>
      <title>{title}</title>
      {isPoint ? (
        <circle className="heat-point" cx={x} cy={y} r={9} fillOpacity={fillOpacity} />
      ) : (
        <rect
          className="heat-cell"
          x={x - width / 2 + 1}
          y={y - height / 2 + 1}
          width={Math.max(0, width - 2)}
          height={Math.max(0, height - 2)}
          fillOpacity={fillOpacity}
        />
      )}
      <text className="heat-words" x={x} y={y} textAnchor="middle" dominantBaseline="central">
        {shown}
      </text>
    </g>
  );
}
