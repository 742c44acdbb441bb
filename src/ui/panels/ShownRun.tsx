import { useStore } from 'zustand';
import { decodeLink, type Experiment, methodOf } from '../../engine/index.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { isBlocked, pendingChanges } from '../state/experimentState.ts';
import { isActive, isAlive } from '../state/runState.ts';
import { useExperiment, useRivals, useRun, useSession } from '../state/SessionContext.ts';
import { AlarmCount } from './AlarmsPanel.tsx';

/** Whose curves these are: the recording (which can be paused), this person's run, or nobody's yet. One line, always there. */
export function ShownRun() {
  const shown = useRun((run) => run.shown);
  const playback = useStore(useSession().stores.playback, ({ state }) => state);
  const hasRun = useRun((run) => run.runId !== null);
  if (shown === 'recorded' && playback !== 'none') return hasRun ? <WaitingLine /> : <RecordedLine />;
  return hasRun ? <LiveLine /> : <EmptyLine />;
}

function WaitingLine() {
  return (
    <div className="notice shown-run" data-shown="recorded">
      <span className="shown-mark mark-recorded">{text.recorded.label}</span>
      <span className="notice-words">{text.recorded.waiting}</span>
    </div>
  );
}

function RecordedLine() {
  const session = useSession();
  const playback = useStore(session.stores.playback);
  const { experiment } = decodeLink(playback.link);
  const method = methodOf(experiment)?.label ?? experiment.loss;
  const action =
    playback.state === 'playing'
      ? text.recorded.pause
      : playback.state === 'paused'
        ? text.recorded.resume
        : text.recorded.replay;
  return (
    <div className="notice shown-run" data-shown="recorded">
      <span className="shown-mark mark-recorded">{text.recorded.label}</span>
      <span className="notice-words">
        {text.recorded.what(method, text.device.names[playback.backend ?? ''] ?? '')} {text.recorded.invite}
      </span>
      <AlarmCount />
      <button type="button" className="plain-button" onClick={() => session.recorded.toggle()}>
        {action}
      </button>
    </div>
  );
}

function EmptyLine() {
  return (
    <div className="notice shown-run" data-shown="nothing">
      <span className="notice-words">{text.shown.nothing}</span>
    </div>
  );
}

function LiveLine() {
  const session = useSession();
  const experiment = useRun((run) => run.experiment);
  const state = useRun((run) => run.state);
  const backend = useRun((run) => run.preflight?.backend ?? null);
  const live = useRun((run) => run.liveSettings);
  const edited = useExperiment((current) => current.experiment);
  const past = useStore(session.stores.library);
  const rivals = useRivals();
  const waiting = isAlive(state) || state === 'finished' ? pendingChanges(experiment, edited).length : 0;
  const words = [
    experiment === null
      ? null
      : experimentWords({ ...experiment, hyperparameters: { ...experiment.hyperparameters, ...live.hyperparameters } }),
    rivals.length === 0 ? null : text.race.against(rivals.map(({ method }) => method.label).join(', ')),
    backend === null ? null : text.shown.on(text.device.names[backend] ?? backend),
    past.length === 0 ? null : text.charts.past(past.map((run) => text.runs.name(run.number, run.name)).join(', ')),
  ];
  return (
    <div className="notice shown-run" data-shown="live">
      <span className="shown-mark mark-live">{text.shown.live}</span>
      <span className="notice-words">{words.filter((word) => word !== null).join(' · ')}</span>
      <AlarmCount />
      {waiting > 0 ? (
        <button type="button" className="pending-button" disabled={isBlocked(edited)} onClick={() => session.reset()}>
          {text.run.pending(waiting)}: <b>{isActive(state) ? text.run.applyRestart : text.run.reset}</b>
        </button>
      ) : null}
    </div>
  );
}

function experimentWords(experiment: Experiment): string {
  const method = methodOf(experiment);
  const settings = (method?.hyperparameters ?? [])
    .slice(0, 2)
    .map(({ name }) => `${name} ${formatSetting(experiment.hyperparameters[name] ?? 0)}`);
  return [method?.label ?? experiment.loss, ...settings, experiment.model, text.run.seed(experiment.seed)].join(' · ');
}
