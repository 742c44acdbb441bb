import { useMemo } from 'react';
import type { ReliabilityBin } from '../../engine/index.ts';
import { PlotTable } from '../charts/PlotTable.tsx';
import type { PlotDot } from '../charts/ScatterPlot.tsx';
import { formatPercent, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { Domain } from '../series/niceDomain.ts';
import { useRun } from '../state/SessionContext.ts';
import { EvaluationScatter } from './EvaluationScatter.tsx';

const CONFIDENCES: Domain = [0.5, 1];
const PROBABILITIES: Domain = [0, 1];
const CALIBRATED = [
  { x: 0.5, y: 0.5 },
  { x: 1, y: 1 },
] as const;
const NO_BINS: readonly ReliabilityBin[] = [];

/** Implicit margins against true preference probabilities, by bins of like confidence. */
export function ReliabilityPlot() {
  const evaluation = useRun((run) => run.evaluation);
  const bins = evaluation?.details?.reliability ?? NO_BINS;
  const dots = useMemo(() => bins.map(dotOf), [bins]);
  const error = evaluation?.values.ece;
  const summary =
    evaluation === null
      ? text.charts.waitingForEvaluation
      : error === undefined
        ? text.evaluation.reliabilityEmpty
        : text.evaluation.reliabilitySummary(evaluation.values.calibration_slope ?? null, error);
  return (
    <EvaluationScatter
      name={text.evaluation.reliability}
      caption={text.evaluation.reliabilityCaption}
      summary={summary}
      dots={dots}
      curve={CALIBRATED}
      xDomain={CONFIDENCES}
      yDomain={PROBABILITIES}
      format={formatPercent}
      legend={
        <>
          <span className="legend-item">
            <svg width="22" height="8" aria-hidden="true">
              <line className="dot-curve" x1="1" y1="4" x2="21" y2="4" />
            </svg>
            {text.evaluation.ideal}
          </span>
          <span className="legend-note">{text.evaluation.reliabilityAxis}</span>
        </>
      }
      table={() => <BinTable bins={bins} />}
    />
  );
}

function dotOf({ predicted, actual, low, high }: ReliabilityBin): PlotDot {
  return { x: predicted, y: actual, mark: 'disc', low, high };
}

function BinTable({ bins }: { bins: readonly ReliabilityBin[] }) {
  return (
    <PlotTable caption={text.evaluation.reliability} columns={text.evaluation.reliabilityColumns}>
      {bins.map(({ predicted, actual, low, high, n }) => (
        <tr key={predicted}>
          <th scope="row">{formatPercent(predicted)}</th>
          <td>{formatPercent(actual)}</td>
          <td>{text.evaluation.fromTo(formatPercent(low), formatPercent(high))}</td>
          <td>{formatWhole(n)}</td>
        </tr>
      ))}
    </PlotTable>
  );
}
