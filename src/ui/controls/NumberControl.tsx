import { type ReactNode, useEffect, useId, useState } from 'react';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { fromPosition, type NumberRange, readNumber, sliderBounds, toPosition } from './numberInput.ts';
import { ResetDot } from './ResetDot.tsx';

interface NumberControlProps {
  readonly id: string;
  readonly label: ReactNode;
  /** The label as plain words, for the slider and messages. */
  readonly name: string;
  readonly meaning: string;
  readonly value: number;
  readonly base: number;
  readonly range: NumberRange;
  readonly tag?: ReactNode;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider and a number field for one value (2.5.7): the field takes any number and says when it had to clamp it. */
export function NumberControl({
  id,
  label,
  name,
  meaning,
  value,
  base,
  range,
  tag,
  disabled,
  onChange,
}: NumberControlProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const messageId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value from elsewhere (preset, link) makes the message stale
  useEffect(() => setMessage(''), [base]);
  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    if (draft === formatSetting(value)) return;
    const read = readNumber(draft, range);
    if (read.kind === 'not_a_number') {
      setMessage(text.controls.notANumber(read.found));
      return;
    }
    setMessage(
      read.kind === 'clamped'
        ? text.controls.clamped(
            read.found,
            formatSetting(range.min),
            formatSetting(range.max),
            formatSetting(read.value),
          )
        : '',
    );
    onChange(read.value);
  };
  const bounds = sliderBounds(range);
  const position = toPosition(value, range);
  const filled = ((position - bounds.min) / (bounds.max - bounds.min)) * 100;
  return (
    <div className="control">
      <div className="control-head">
        <label htmlFor={id} title={meaning}>
          {label}
        </label>
        {tag}
        {value === base ? null : <ResetDot name={name} value={formatSetting(base)} onReset={() => onChange(base)} />}
        <input
          id={id}
          className="number-field"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          disabled={disabled}
          value={draft ?? formatSetting(value)}
          aria-describedby={messageId}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
      </div>
      <input
        type="range"
        aria-label={name}
        aria-valuetext={formatSetting(value)}
        disabled={disabled}
        min={bounds.min}
        max={bounds.max}
        step={bounds.step}
        value={position}
        style={{ '--filled': `${Math.min(100, Math.max(0, filled))}%` } as React.CSSProperties}
        onChange={(event) => {
          setMessage('');
          onChange(fromPosition(Number(event.target.value), range));
        }}
      />
      <p id={messageId} className="control-message" role="status">
        {message}
      </p>
    </div>
  );
}
