import { useState } from 'react';
import {
  goldAgreement,
  type JudgedComparison,
  policyPreferred,
  preferenceRows,
  wilsonInterval,
} from '../../engine/index.ts';
import { formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { TRAINED_LEAST } from '../state/PersonDesk.ts';
import { usePerson, useSession } from '../state/SessionContext.ts';

interface PersonOutcomeProps {
  readonly judged: readonly JudgedComparison[];
  readonly isSaved: boolean | null;
}

/** What came of judging: rows to train on or take along, and, only when asked, how the person judged. */
export function PersonOutcome({ judged, isSaved }: PersonOutcomeProps) {
  const desk = useSession().person;
  const [isRevealed, setRevealed] = useState(false);
  const [isSure, setSure] = useState(false);
  const rows = preferenceRows(judged).length;
  return (
    <div className="person-outcome">
      <p>
        {text.person.counts(rows, judged.length - rows)}{' '}
        {isSaved === true ? <span className="quiet-words">{text.person.saved}</span> : null}
      </p>
      <div className="card-actions">
        <button type="button" className="plain-button" disabled={rows < TRAINED_LEAST} onClick={() => desk.train()}>
          {text.person.train}
        </button>
        <button
          type="button"
          className="plain-button"
          disabled={rows === 0}
          title={text.person.exportHint}
          onClick={() => desk.save()}
        >
          {text.person.export}
        </button>
        <button
          type="button"
          className="quiet-button"
          aria-expanded={isRevealed}
          onClick={() => {
            if (!isRevealed) desk.reveal();
            setRevealed(!isRevealed);
          }}
        >
          {isRevealed ? text.person.hide : text.person.reveal}
        </button>
        {isSure ? (
          <>
            <button
              type="button"
              className="plain-button"
              onClick={() => {
                setSure(false);
                desk.clear();
              }}
            >
              {text.person.clearSure(judged.length)}
            </button>
            <button type="button" className="quiet-button" onClick={() => setSure(false)}>
              {text.person.keep}
            </button>
          </>
        ) : (
          <button type="button" className="quiet-button" onClick={() => setSure(true)}>
            {text.person.clear}
          </button>
        )}
      </div>
      {rows < TRAINED_LEAST ? <p className="control-note">{text.person.trainHint(TRAINED_LEAST)}</p> : null}
      {isRevealed ? <Revealed judged={judged} /> : null}
    </div>
  );
}

function Revealed({ judged }: { judged: readonly JudgedComparison[] }) {
  const agreement = goldAgreement(judged);
  const policy = policyPreferred(judged);
  const training = usePerson((person) => person.training);
  const interval = training && wilsonInterval(training.value * training.n, training.n);
  const words = (rate: Pick<NonNullable<typeof agreement>, 'rate' | 'low' | 'high' | 'n'>) =>
    [formatPercent(rate.rate), formatPercent(rate.low), formatPercent(rate.high), rate.n] as const;
  return (
    <div aria-live="polite">
      <p>{agreement === null ? text.person.noAgreement : text.person.agreement(...words(agreement))}</p>
      {training === null || interval === null ? null : (
        <p>
          {text.person.trainingAgreement(
            ...words({ rate: training.value, low: interval.low, high: interval.high, n: training.n }),
          )}
        </p>
      )}
      {policy === null ? null : <p>{text.person.policy(...words(policy))}</p>}
    </div>
  );
}
