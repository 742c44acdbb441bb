import { type KeyboardEvent, useRef, useState } from 'react';
import type { InspectedToken } from '../../engine/index.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { tintPercent } from './pushColour.ts';
import { END_OF_ANSWER, tokenReadout } from './tokenReadout.ts';

interface TokenRowProps {
  readonly side: 'chosen' | 'rejected';
  readonly tokens: readonly InspectedToken[];
  readonly reward: number;
  readonly strongest: number;
  /** Called with the words for the token under the pointer or the keyboard, or '' when there is none. */
  readonly onRead: (words: string) => void;
}

/** The tokens of one answer: one tab stop, arrow keys move inside (2.4.3). Up is underlined solid, down dotted (1.4.1). */
export function TokenRow({ side, tokens, reward, strongest, onRead }: TokenRowProps) {
  const [active, setActive] = useState(0);
  const rowRef = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const target =
      event.key === 'ArrowRight'
        ? active + 1
        : event.key === 'ArrowLeft'
          ? active - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? tokens.length - 1
              : null;
    if (target === null) return;
    event.preventDefault();
    const next = Math.min(tokens.length - 1, Math.max(0, target));
    setActive(next);
    rowRef.current?.querySelectorAll<HTMLElement>('.token')[next]?.focus();
  };
  const sideName = side === 'chosen' ? text.charts.chosen : text.charts.rejected;
  return (
    <div className={`pair-side pair-${side}`}>
      <p className="pair-head">
        <span className="pair-name">{sideName}</span>
        <span>
          {text.inspector.reward} {formatFixed(reward)}
        </span>
      </p>
      <div
        ref={rowRef}
        className="tokens"
        role="listbox"
        aria-label={sideName}
        aria-orientation="horizontal"
        onKeyDown={move}
        tabIndex={-1}
      >
        {tokens.map((token, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the answer
            key={index}
            role="option"
            aria-selected={index === active}
            aria-label={tokenReadout(token)}
            tabIndex={index === Math.min(active, tokens.length - 1) ? 0 : -1}
            className={token.push === 0 ? 'token' : token.push > 0 ? 'token token-up' : 'token token-down'}
            style={{ '--tint': `${tintPercent(token.push, strongest)}%` } as React.CSSProperties}
            onFocus={() => {
              setActive(index);
              onRead(tokenReadout(token));
            }}
            onPointerEnter={() => onRead(tokenReadout(token))}
            onPointerLeave={() => onRead('')}
            onBlur={() => onRead('')}
          >
            {token.text === END_OF_ANSWER ? (
              <span className="token-end">{text.inspector.end}</span>
            ) : index === 0 ? (
              token.text.trimStart()
            ) : (
              token.text
            )}
          </span>
        ))}
      </div>
    </div>
  );
}
