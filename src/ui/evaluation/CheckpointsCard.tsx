import { useState } from 'react';
import type { CheckpointComparison } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import { WinMatrix } from './WinMatrix.tsx';

/** The run's checkpoints against each other, on a click. */
export function CheckpointsCard() {
  const session = useSession();
  const comparison = useRun((run) => run.comparison);
  const canCompare = useRun(
    (run) =>
      run.shown === 'live' &&
      run.step > 0 &&
      (run.state === 'paused' || run.state === 'finished' || run.state === 'stopped'),
  );
  // What was shown when the button was pressed: a new comparison is another object.
  const [asked, setAsked] = useState<{ readonly before: typeof comparison } | null>(null);
  const isComparing = canCompare && asked !== null && asked.before === comparison;
  const { evaluation } = text;
  return (
    <section className="card checkpoints" aria-labelledby="checkpoints-title">
      <div className="panel-head">
        <h2 id="checkpoints-title">{evaluation.checkpoints}</h2>
        <button
          type="button"
          className="plain-button"
          disabled={!canCompare || isComparing}
          onClick={() => {
            setAsked({ before: comparison });
            session.compareCheckpoints();
          }}
        >
          {isComparing ? evaluation.comparing : comparison === null ? evaluation.compare : evaluation.compareAgain}
        </button>
      </div>
      <p className="chart-note">{canCompare ? evaluation.checkpointsWhat : evaluation.compareWhen}</p>
      <div aria-live="polite">{comparison === null ? null : <Comparison comparison={comparison} />}</div>
    </section>
  );
}

function Comparison({ comparison }: { comparison: CheckpointComparison }) {
  const { evaluation } = text;
  const { judged, gold, steps, prompts } = comparison;
  if (steps.length < 2) return <p className="empty">{evaluation.oneCheckpoint}</p>;
  if (judged === null && gold === null) return <p className="empty">{evaluation.noJudge}</p>;
  return (
    <>
      {judged === null ? null : <WinMatrix title={evaluation.byJudge.judged} steps={steps} matches={judged} />}
      {gold === null ? null : <WinMatrix title={evaluation.byJudge.gold} steps={steps} matches={gold} />}
      <p className="chart-note">
        {evaluation.ratingNote(prompts, (judged?.smoothed ?? false) || (gold?.smoothed ?? false))}
      </p>
    </>
  );
}
