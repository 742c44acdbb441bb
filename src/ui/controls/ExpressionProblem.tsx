import type { ExpressionError } from '../../engine/index.ts';
import { EXPRESSION_ERRORS } from '../i18n/expression.en.ts';
import { text } from '../i18n/text.ts';
import { markRange } from './markRange.ts';

interface ExpressionProblemProps {
  readonly id: string;
  readonly error: ExpressionError | null;
  readonly objective: string;
}

/** What is wrong with an objective's text, and where. Empty while nothing is. */
export function ExpressionProblem({ id, error, objective }: ExpressionProblemProps) {
  if (error === null) return <div id={id} />;
  const { line, column, excerpt, marks } = markRange(objective, error.start, error.end);
  return (
    <div id={id} className="objective-problem" data-problem={error.code}>
      <p className="control-message">
        {text.objective.place(line, column)} {EXPRESSION_ERRORS[error.code](error.data)}
      </p>
      <pre aria-hidden="true">
        {excerpt}
        {'\n'}
        <span className="objective-marks">{marks}</span>
      </pre>
    </div>
  );
}
