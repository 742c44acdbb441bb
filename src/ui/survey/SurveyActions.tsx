import { text } from '../i18n/text.ts';
import type { SurveyStage, SurveyView } from './SurveyStage.ts';
import { rowName } from './surveyWords.ts';

interface SurveyActionsProps {
  readonly stage: SurveyStage;
  readonly view: SurveyView;
  readonly kind: 'objectives' | 'sweep';
  readonly readOnly: boolean;
}

/** Run, pause, how long it takes, and where it is. */
export function SurveyActions({ stage, view, kind, readOnly }: SurveyActionsProps) {
  const { plan, state, isOfEarlierSettings, isLasting } = view;
  if (plan === null || state === null) return <p className="control-note">{text.survey.nothing[kind]}</p>;
  const { phase, current } = state;
  const left = plan.cells.filter(({ id }) => state.results[id] === undefined).length;
  const isGoing = phase === 'running' || phase === 'measuring';
  return (
    <>
      <div className="card-actions survey-actions">
        {isGoing ? (
          <button type="button" className="primary-button" onClick={() => stage.pause()}>
            {text.survey.pause}
          </button>
        ) : phase === 'done' ? (
          <button type="button" className="plain-button" disabled={readOnly} onClick={() => void stage.again()}>
            {text.survey.again}
          </button>
        ) : (
          <button type="button" className="primary-button" disabled={readOnly} onClick={() => void stage.run()}>
            {left < plan.cells.length || phase === 'paused' ? text.survey.goOn(left) : text.survey.run(left)}
          </button>
        )}
        {phase === 'idle' ? (
          <button type="button" className="plain-button" disabled={readOnly} onClick={() => stage.measure()}>
            {text.survey.measure}
          </button>
        ) : null}
        {isOfEarlierSettings && !isGoing ? (
          <button type="button" className="plain-button" onClick={() => stage.showCurrent()}>
            {text.survey.showCurrent}
          </button>
        ) : null}
      </div>
      <p className="survey-status" role="status">
        {statusOf(view)}
      </p>
      {current === null || view.experiment === null ? null : (
        <div className="survey-now">
          <p className="control-note">
            {text.survey.now(
              text.survey.cellOf(rowName(plan, current.cell.row, view.experiment), current.cell.seed),
              current.step,
              current.steps,
            )}
          </p>
          <progress
            value={plan.cells.length - left + current.step / current.steps}
            max={plan.cells.length}
            aria-label={text.survey.title}
          />
        </div>
      )}
      {isOfEarlierSettings ? <p className="warning">{text.survey.changed}</p> : null}
      <p className="control-note">
        {phase === 'idle' || phase === 'measured' ? text.survey.takes : null}{' '}
        {isLasting ? text.survey.kept : text.survey.notKept}{' '}
        {state.backend === null ? null : text.survey.onBackend(text.preferences.backends[state.backend])}
      </p>
    </>
  );
}

function statusOf({ plan, state }: SurveyView): string {
  if (plan === null || state === null) return '';
  const total = plan.cells.length;
  const done = plan.cells.filter(({ id }) => state.results[id] !== undefined).length;
  const { status } = text.survey;
  switch (state.phase) {
    case 'idle':
      return status.idle(done, total);
    case 'measuring':
      return status.measuring(state.measured.done, state.measured.total);
    case 'measured':
      return status.measured(total - done, state.secondsLeft ?? 0);
    case 'running':
      return status.running(done, total, state.secondsLeft);
    case 'paused':
      return state.wasOvertaken ? status.overtaken(done, total) : status.paused(done, total);
    case 'done':
      return status.done(total);
  }
}
