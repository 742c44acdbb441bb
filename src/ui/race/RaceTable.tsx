import { metricById } from '../../engine/index.ts';
import { STROKES } from '../charts/strokes.ts';
import { ERRORS } from '../i18n/errors.en.ts';
import { formatFixed, formatPercent, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { FIGURES, type RacerView } from './racers.ts';

interface RaceTableProps {
  readonly racers: readonly RacerView[];
  /** Null while none can go on alone. */
  readonly onContinue: ((racer: RacerView) => void) | null;
  readonly until: number;
}

export function RaceTable({ racers, onContinue, until }: RaceTableProps) {
  const { columns } = text.race;
  return (
    <table className="race-table">
      <caption className="visually-hidden">{text.race.title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.objective}</th>
          <th scope="col">{columns.step}</th>
          {FIGURES.map(({ column, metric }) => (
            <th key={metric} scope="col" title={`${metric}: ${metricById(metric)?.meaning ?? ''}`}>
              {columns[column]}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {racers.map((racer, index) => (
          <tr key={racer.id}>
            <th scope="row">
              <Mark index={index} /> {racer.label}
              {racer.view.problem === null ? null : <span className="race-out">{ended(racer)}</span>}
            </th>
            <td>{formatWhole(racer.view.step)}</td>
            {FIGURES.map(({ metric, isRate }) => (
              <td key={metric}>{figure(racer, metric, isRate)}</td>
            ))}
            <td>
              <button
                type="button"
                className="plain-button small"
                disabled={onContinue === null || until <= racer.view.step}
                aria-label={text.race.continueHint(racer.label)}
                onClick={() => onContinue?.(racer)}
              >
                {text.race.continue}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ended({ view: { problem, step } }: RacerView): string {
  if (problem === null) return '';
  return problem.code.startsWith('LOSS_') ? text.race.diverged(step) : ERRORS[problem.code].title(problem.data);
}

function Mark({ index }: { index: number }) {
  const { colour, dash } = STROKES[index] ?? { colour: 'currentColor' };
  return (
    <svg width="22" height="8" aria-hidden="true">
      <line x1="1" y1="4" x2="21" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}

function figure({ view }: RacerView, metric: string, isRate: boolean): string {
  const value = view.evaluation?.values[metric]?.value;
  if (value === undefined) return '–';
  return isRate ? formatPercent(value) : formatFixed(value);
}
