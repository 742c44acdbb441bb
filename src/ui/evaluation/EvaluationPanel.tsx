import { Suspense, useState } from 'react';
import { text } from '../i18n/text.ts';
import { LazyEvaluationPlots } from './lazyEvaluation.ts';

/** What theory says of ranking and confidence, and checkpoints against each other: loaded and drawn only once opened. */
export function EvaluationPanel() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more-plots" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{text.evaluation.title}</span>
        <span className="summary-note">{text.evaluation.hint}</span>
      </summary>
      {isOpen ? (
        <Suspense fallback={<div className="card shape-waiting" />}>
          <LazyEvaluationPlots />
        </Suspense>
      ) : null}
    </details>
  );
}
