import { formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { blockedBy } from '../state/experimentState.ts';
import { isActive, isAlive } from '../state/runState.ts';
import { useExperiment, useRun } from '../state/SessionContext.ts';
import { runWords } from './runWords.ts';

export const RUN_STATE_ID = 'run-state';

/** Where the run is, as words and one determinate bar: of the phase while preparing, of the steps while training. */
export function RunProgress() {
  const { state, step, progress, shown, experiment } = useRun((run) => run);
  const edited = useExperiment((current) => current.experiment);
  const total = experiment?.max_steps ?? edited.max_steps;
  const isOwnRun = shown === 'live' || state !== 'idle';
  const phase = progress?.phase ?? 'train';
  const isTraining = phase === 'train' || phase === 'evaluate' || progress === null;
  const part = isTraining ? (isOwnRun ? step / total : 0) : progress.total > 0 ? progress.done / progress.total : 0;
  const words = runWords({ state, progress });
  const blocked = isAlive(state) ? null : blockedBy(edited);
  const title = blocked === null ? words : text.run.blocked[blocked];
  const detail =
    isActive(state) && progress !== null && !isTraining
      ? text.run.phaseProgress(phase, progress.done, progress.total)
      : text.run.stepOf(isOwnRun && shown !== 'recorded' ? step : 0, total);
  const secondsLeft = isActive(state) ? progress?.secondsLeft : null;
  return (
    <div className="run-progress">
      <div className="run-words">
        <span className="run-state" id={RUN_STATE_ID}>
          {title}
        </span>
        <span>{detail}</span>
        <span className="run-eta">
          {secondsLeft === null || secondsLeft === undefined ? '' : text.run.about(secondsLeft)}
        </span>
      </div>
      <progress value={Math.min(1, part)} max={1} aria-label={title}>
        {formatPercent(part)}
      </progress>
    </div>
  );
}
