import type { Ref } from 'react';
import type { Comparison } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { PersonVerdict } from '../state/personState.ts';
import { usePerson } from '../state/SessionContext.ts';

const VERDICTS: readonly (readonly [PersonVerdict, key: string])[] = [
  [1, '1'],
  [0.5, '0'],
  [0, '2'],
];

interface PersonComparisonProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly onJudge: (verdict: PersonVerdict) => void;
  /** Null where nothing was judged yet. */
  readonly onUndo: (() => void) | null;
}

/** The pair that waits: prompt, two answers of equal looks, and three buttons. */
export function PersonComparison({ ref, onJudge, onUndo }: PersonComparisonProps) {
  const current = usePerson(({ waiting }) => waiting[0]);
  return (
    <div className="person-pair" ref={ref} tabIndex={-1} role="group" aria-label={text.person.pair}>
      {current === undefined ? null : <Pair comparison={current} />}
      <div className="person-choices" role="group" aria-label={text.person.prefer}>
        {current === undefined
          ? null
          : VERDICTS.map(([verdict, key]) => (
              <button
                key={key}
                type="button"
                className="plain-button"
                aria-keyshortcuts={key}
                onClick={() => onJudge(verdict)}
              >
                {text.person.choices[verdict]} <kbd>{key}</kbd>
              </button>
            ))}
        {onUndo === null ? null : (
          <button type="button" className="quiet-button" aria-keyshortcuts="U" onClick={onUndo}>
            {text.person.undo} <kbd>U</kbd>
          </button>
        )}
      </div>
      {current === undefined ? null : <p className="control-note">{text.person.keys}</p>}
    </div>
  );
}

function Pair({ comparison: { prompt, first, second } }: { comparison: Comparison }) {
  return (
    <>
      <p className="prompt-text">{prompt}</p>
      <div className="answers">
        {(
          [
            [text.person.first, first],
            [text.person.second, second],
          ] as const
        ).map(([role, answer]) => (
          <div className="answer" key={role}>
            <p className="answer-head">
              <span className="answer-role">{role}</span>
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls; it must do so by keyboard too */}
            <p className="answer-text" tabIndex={0} role="group" aria-label={role}>
              {answer.trim() === '' ? text.person.empty : answer.trim()}
            </p>
          </div>
        ))}
      </div>
    </>
  );
}
