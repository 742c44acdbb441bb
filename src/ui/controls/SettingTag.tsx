import { text } from '../i18n/text.ts';
import { hasSameObjective, isLiveSetting, pendingChanges } from '../state/experimentState.ts';
import { isAlive } from '../state/runState.ts';
import { useExperiment, useRun } from '../state/SessionContext.ts';

/** While a run goes on: whether a setting reaches it at once, or waits for the next run. */
export function SettingTag({ name }: { name: string }) {
  const edited = useExperiment((state) => state.experiment);
  const running = useRun((run) => (isAlive(run.state) ? run.experiment : null));
  if (running === null) return null;
  if (pendingChanges(running, edited).includes(name)) {
    return (
      <span className="tag tag-pending" title={text.run.pendingTagHint}>
        {text.run.pendingTag}
      </span>
    );
  }
  return isLiveSetting(edited, name) && hasSameObjective(running, edited) ? (
    <span className="tag">{text.run.liveTag}</span>
  ) : null;
}
