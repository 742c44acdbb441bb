import { text } from '../i18n/text.ts';
import { isBlocked } from '../state/experimentState.ts';
import { isActive, isAlive } from '../state/runState.ts';
import { REWIND_STEPS } from '../state/Session.ts';
import { useExperiment, useRun, useSession } from '../state/SessionContext.ts';
import { Icon } from './icons.tsx';
import { RUN_STATE_ID, RunProgress } from './RunProgress.tsx';

/** Play, pause, step, rewind, reset, new seed: where the run is, and what waits for the next one. */
export function RunBar() {
  const session = useSession();
  const state = useRun((run) => run.state);
  const step = useRun((run) => run.step);
  const shown = useRun((run) => run.shown);
  const preflight = useRun((run) => run.preflight);
  const readOnly = useExperiment((current) => current.readOnly);
  const blocked = useExperiment((current) => isBlocked(current.experiment));
  const active = isActive(state);
  /** A run that was begun goes on whatever the form now holds. */
  const cannotBegin = readOnly || (blocked && !isAlive(state));
  const limit = preflight?.memory.limitBytes ?? null;
  const isOver = state === 'ready' && limit !== null && (preflight?.memory.totalBytes ?? 0) > limit;
  const isOwnRun = shown === 'live' || isAlive(state);
  const playLabel = active
    ? text.run.pause
    : state === 'paused'
      ? text.run.resume
      : state === 'finished' || state === 'stopped'
        ? text.run.playAgain
        : isOver
          ? text.run.runAnyway
          : text.run.play;
  return (
    <div className="run-bar" id="run" role="group" aria-label={text.run.bar} tabIndex={-1}>
      <button
        type="button"
        className="play-button"
        disabled={cannotBegin}
        aria-describedby={RUN_STATE_ID}
        aria-keyshortcuts="K"
        onClick={() => session.toggle()}
      >
        <Icon name={active ? 'pause' : 'play'} />
        <span>{playLabel}</span>
      </button>
      <div className="run-buttons">
        <button
          type="button"
          className="tool-button"
          title={text.run.stepHint}
          aria-keyshortcuts="J"
          disabled={cannotBegin || active}
          onClick={() => session.step()}
        >
          <Icon name="step" />
          <span>{text.run.step}</span>
        </button>
        <button
          type="button"
          className="tool-button"
          title={text.run.rewindHint(REWIND_STEPS)}
          aria-keyshortcuts="B"
          disabled={!isOwnRun || step === 0 || state === 'preparing'}
          onClick={() => session.rewind()}
        >
          <Icon name="rewind" />
          <span>{text.run.rewind(REWIND_STEPS)}</span>
        </button>
        <button
          type="button"
          className="tool-button"
          title={text.run.resetHint}
          aria-keyshortcuts="R"
          disabled={readOnly || blocked}
          onClick={() => session.reset()}
        >
          <Icon name="reset" />
          <span>{text.run.reset}</span>
        </button>
        <button
          type="button"
          className="tool-button"
          title={text.run.newSeedHint}
          disabled={readOnly || blocked}
          onClick={() => session.newSeed()}
        >
          <Icon name="dice" />
          <span>{text.run.newSeed}</span>
        </button>
      </div>
      <RunProgress />
    </div>
  );
}
