import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { text } from '../i18n/text.ts';
import { DRAWN } from '../state/PersonDesk.ts';
import type { Between, PersonVerdict } from '../state/personState.ts';
import { usePerson, useSession } from '../state/SessionContext.ts';
import { PersonComparison } from './PersonComparison.tsx';
import { PersonOutcome } from './PersonOutcome.tsx';

const KEYS: Readonly<Record<string, PersonVerdict>> = { '1': 1, '2': 0, '0': 0.5 };
const BETWEENS: readonly Between[] = ['policy_reference', 'policy_policy'];

/** The person as a judge: two answers, blind, 1 / 2 / 0; what comes of it can be trained on, saved and taken back. */
export function PersonPanel() {
  const desk = useSession().person;
  const { waiting, judged, between, drawing, drewNothing, isSaved } = usePerson((person) => person);
  const [said, setSaid] = useState('');
  const pair = useRef<HTMLDivElement>(null);
  const drawButton = useRef<HTMLButtonElement>(null);
  const count = useRef(waiting.length);
  // Answers came: keys should reach them, unless the person is busy elsewhere.
  useEffect(() => {
    const came = waiting.length - count.current;
    count.current = waiting.length;
    if (came <= 1) return; // one comes by undoing
    setSaid(text.person.nextOf(waiting.length));
    const { activeElement } = document;
    const isHere = activeElement === document.body || activeElement?.closest('#person') !== null;
    if (isHere) pair.current?.focus();
  }, [waiting.length]);
  const judge = (verdict: PersonVerdict) => {
    if (waiting.length === 0) return;
    desk.judge(verdict);
    setSaid(`${text.person.chose[verdict]} ${text.person.nextOf(waiting.length - 1)}`);
    // The buttons go with the last pair: focus stays in the panel.
    if (waiting.length === 1) drawButton.current?.focus();
  };
  const undo = () => {
    if (judged.length === 0) return;
    desk.undo();
    setSaid(text.person.undone);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null) return;
    const verdict = KEYS[event.key];
    if (verdict !== undefined) judge(verdict);
    else if (event.key.toLowerCase() === 'u') undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = drawing === 'none' ? text.person.draw(DRAWN) : text.person[drawing === 'answers' ? 'drawing' : drawing];
  return (
    <section className="card panel panel-person" id="person" aria-labelledby="person-title" onKeyDown={press}>
      <div className="panel-head">
        <h2 id="person-title">{text.person.title}</h2>
        <span className="pager-words">{text.person.progress(judged.length, waiting.length)}</span>
      </div>
      <p className="panel-what">{text.person.what}</p>
      <PersonComparison ref={pair} onJudge={judge} onUndo={judged.length > 0 ? undo : null} />
      <div className="person-draw">
        <label htmlFor="person-between">{text.person.between}</label>
        <select
          id="person-between"
          value={between}
          onChange={(event) => {
            const chosen = BETWEENS.find((candidate) => candidate === event.target.value);
            if (chosen !== undefined) desk.choose(chosen);
          }}
        >
          {BETWEENS.map((option) => (
            <option key={option} value={option}>
              {text.person.betweens[option]}
            </option>
          ))}
        </select>
        <button
          type="button"
          ref={drawButton}
          className="plain-button"
          aria-disabled={drawing !== 'none'}
          onClick={() => desk.draw()}
        >
          {words}
        </button>
      </div>
      {drewNothing ? <p className="control-note">{text.person.drawnNone}</p> : null}
      {isSaved === false ? <p className="warning">{text.person.notSaved}</p> : null}
      {judged.length > 0 ? <PersonOutcome judged={judged} isSaved={isSaved} /> : null}
      <p className="visually-hidden" role="status" aria-live="polite">
        {said}
      </p>
    </section>
  );
}
