import { useMemo } from 'react';
import { boundaryLoss, type PairDots } from '../../engine/index.ts';
import { DotMark } from '../charts/DotMark.tsx';
import { FLIPPED } from '../charts/metricIds.ts';
import { PlotTable } from '../charts/PlotTable.tsx';
import { formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useRun } from '../state/SessionContext.ts';
import { EvaluationScatter } from './EvaluationScatter.tsx';
import { drawTheory, isRight } from './theoryDots.ts';

/** Each held-out pair by how hard the reference makes it and by its loss, with the boundary below which it is ranked rightly. */
export function DifficultyScatter() {
  const evaluation = useRun((run) => run.evaluation);
  const pairs = evaluation?.details?.pairs ?? null;
  const drawing = useMemo(() => drawTheory(pairs), [pairs]);
  const flipped = evaluation?.values[FLIPPED];
  const wrong = pairs?.dots.filter(({ difficulty }) => difficulty > 0).length ?? 0;
  const summary =
    evaluation === null
      ? text.charts.waitingForEvaluation
      : pairs === null
        ? text.evaluation.difficultyEmpty
        : text.evaluation.difficultySummary(
            wrong,
            pairs.dots.length,
            flipped === undefined
              ? null
              : { share: flipped.value, low: flipped.low ?? 0, high: flipped.high ?? 1, n: flipped.n },
          );
  return (
    <EvaluationScatter
      name={text.evaluation.difficulty}
      caption={text.evaluation.difficultyCaption}
      summary={summary}
      {...drawing}
      hasOrigin
      format={formatValue}
      legend={
        <>
          <DotMark mark="disc">{text.evaluation.rightly}</DotMark>
          <DotMark mark="cross">{text.evaluation.wrongly}</DotMark>
          <span className="legend-note">{text.evaluation.difficultyAxis}</span>
        </>
      }
      table={() => <PairTable pairs={pairs} />}
    />
  );
}

function PairTable({ pairs }: { pairs: PairDots | null }) {
  const { difficultyColumns, rightly, wrongly } = text.evaluation;
  const beta = pairs?.beta ?? 1;
  return (
    <PlotTable caption={text.evaluation.difficulty} columns={difficultyColumns}>
      {pairs?.dots.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pairs have no identity and are replaced together
        <tr key={index}>
          <th scope="row">{pair.difficulty > 0 ? wrongly : rightly}</th>
          <td>{isRight(pair, beta) ? rightly : wrongly}</td>
          <td>{formatValue(pair.difficulty)}</td>
          <td>{formatValue(pair.loss)}</td>
          <td>{formatValue(boundaryLoss(pair.difficulty, beta))}</td>
        </tr>
      ))}
    </PlotTable>
  );
}
