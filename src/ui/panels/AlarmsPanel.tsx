import { useMemo } from 'react';
import { findAlarms } from '../../engine/index.ts';
import { alarmTexts } from '../i18n/alarms.en.ts';
import { text } from '../i18n/text.ts';
import { useRun } from '../state/SessionContext.ts';

/** How many there are, where the run is named: the panel itself stands further down, so that nothing jumps. */
export function AlarmCount() {
  const history = useRun((run) => run.history);
  const count = useMemo(() => findAlarms(history).length, [history]);
  if (count === 0) return null;
  return (
    <button type="button" className="alarm-count" onClick={toAlarms}>
      {text.alarms.count(count)}
    </button>
  );
}

/** Not by an anchor: the address holds the experiment. */
function toAlarms(): void {
  const panel = document.getElementById('alarms');
  panel?.scrollIntoView({ block: 'center' });
  panel?.focus({ preventScroll: true });
}

/** Signs of trouble in the run on screen: what was seen, why it matters, what to try. */
export function AlarmsPanel() {
  const history = useRun((run) => run.history);
  const alarms = useMemo(() => findAlarms(history), [history]);
  if (alarms.length === 0) return null;
  return (
    <section className="card alarms" id="alarms" tabIndex={-1} aria-label={text.alarms.title}>
      <h2>{text.alarms.title}</h2>
      {alarms.map(({ id, seen }) => {
        const { title, saw, why, next } = alarmTexts[id];
        return (
          <details key={id} data-alarm={id}>
            <summary>
              <span>
                <b>{title}</b> <span className="alarm-saw">{saw(seen)}</span>
              </span>
            </summary>
            <p>{why}</p>
            <p>
              <b>{text.alarms.next}</b> {next}
            </p>
          </details>
        );
      })}
    </section>
  );
}
