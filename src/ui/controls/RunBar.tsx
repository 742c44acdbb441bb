import { methodById } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { isActive, isAlive } from '../state/runState.ts';
import { REWIND_STEPS } from '../state/Session.ts';
import { useExperiment, useRun, useSession } from '../state/SessionContext.ts';
import { Icon } from './icons.tsx';
import { RunProgress } from './RunProgress.tsx';

/** Play, pause, step, rewind, reset, new seed: where the run is, and what waits for the next one. */
export function RunBar() {
  const session = useSession();
  const state = useRun((run) => run.state);
  const step = useRun((run) => run.step);
  const shown = useRun((run) => run.shown);
  const preflight = useRun((run) => run.preflight);
  const needsSampling = useExperiment(({ experiment }) => methodById(experiment.loss)?.needs.sampling === true);
  // A run that is there can be paused and gone on with, whatever the form says by now.
  const isUntrainable = needsSampling && !isAlive(state);
  const readOnly = useExperiment((current) => current.readOnly);
  const active = isActive(state);
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
        disabled={readOnly || isUntrainable}
        title={isUntrainable ? text.controls.needsSampling : undefined}
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
          disabled={readOnly || isUntrainable || active}
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
          disabled={readOnly}
          onClick={() => session.reset()}
        >
          <Icon name="reset" />
          <span>{text.run.reset}</span>
        </button>
        <button
          type="button"
          className="tool-button"
          title={text.run.newSeedHint}
          disabled={readOnly}
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
