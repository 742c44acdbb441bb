import { text } from '../i18n/text.ts';
import { withSetting } from '../state/experimentState.ts';
import { isActive } from '../state/runState.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import { runWords } from './runWords.ts';

/** In the run bar's place while an exact world is open: how the model's run stands, if there is one, and the way back to it. */
export function AwayBar() {
  const session = useSession();
  const { runId, state, step, progress, experiment } = useRun((run) => run);
  if (runId === null || experiment === null) return <div className="run-bar" />;
  const words = runWords({ state, progress });
  const standing = text.run.stepOf(step, experiment.max_steps);
  const back = () => {
    session.editExperiment((edited) => withSetting(edited, 'game', ''));
    // This button is gone by then: whoever pressed it by key stays where the run is.
    requestAnimationFrame(() => document.getElementById('run')?.focus());
  };
  return (
    <div className="run-bar" data-run-away={state}>
      <p className="run-away">
        {isActive(state) ? text.games.runGoesOn(words, standing) : text.games.runStands(words, standing)}
      </p>
      <button type="button" className="plain-button" onClick={back}>
        {text.games.toRun}
      </button>
    </div>
  );
}
