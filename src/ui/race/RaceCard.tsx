import { useCallback, useId, useRef, useState } from 'react';
import { usePainted } from '../charts/usePainted.ts';
import { useVisible } from '../charts/useVisible.ts';
import { text } from '../i18n/text.ts';
import { isActive } from '../state/runState.ts';
import { useRivals, useRun, useSession } from '../state/SessionContext.ts';
import { RaceTable } from './RaceTable.tsx';
import { defaultUntil, type RacerView, racers } from './racers.ts';

/** The race in numbers, and the way on for one of its objectives; there only while there is a race. */
export function RaceCard() {
  return useRivals().length > 0 ? <Race /> : null;
}

function Race() {
  const session = useSession();
  const bodyRef = useRef<HTMLDivElement>(null);
  const isVisible = useVisible(bodyRef);
  const untilId = useId();
  const rows = useRacers(isVisible);
  const isBusy = useRun(({ state }) => isActive(state));
  const [typed, setTyped] = useState<string | null>(null);
  const [own] = rows;
  const until = typed === null ? (own === undefined ? 0 : defaultUntil(own.view)) : Math.round(Number(typed));
  const isStepCount = Number.isInteger(until) && until >= 1 && until <= STEPS_MAX;
  const at = own?.view.evaluation?.step;
  const goOn = ({ id }: RacerView) => {
    session.continueAlone(id, until);
    document.getElementById('run')?.focus(); // This table goes, and the button with it.
  };
  return (
    <section className="card race" aria-labelledby="race-title">
      <div className="panel-head">
        <h2 id="race-title">{text.race.title}</h2>
        {at === undefined ? null : <span className="control-note">{text.race.evaluatedAt(at)}</span>}
        <div className="race-until">
          <label htmlFor={untilId}>{text.race.until}</label>
          <input
            id={untilId}
            type="text"
            inputMode="numeric"
            value={typed ?? String(until)}
            aria-invalid={!isStepCount}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={bodyRef} className="race-scroll" tabIndex={0} role="region" aria-label={text.race.figures}>
        <RaceTable racers={rows} until={until} onContinue={isBusy || !isStepCount ? null : goOn} />
      </div>
      <p className="control-note">{text.race.caption}</p>
      {isBusy ? <p className="control-note">{text.race.wait}</p> : null}
    </section>
  );
}

/** The most steps that an experiment may have. */
const STEPS_MAX = 10_000;

/** Looked at when curves move, as the charts are. */
function useRacers(isVisible: boolean): readonly RacerView[] {
  const { run } = useSession().stores;
  const rivals = useRivals();
  const lastRef = useRef<readonly RacerView[]>([]);
  const read = useCallback(() => {
    const rows = racers(run.getState(), rivals);
    const isSame =
      rows.length === lastRef.current.length && rows.every(({ view }, index) => view === lastRef.current[index]?.view);
    if (!isSame) lastRef.current = rows;
    return lastRef.current;
  }, [run, rivals]);
  return usePainted(isVisible, read);
}
