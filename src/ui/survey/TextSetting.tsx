import { useId, useState } from 'react';

interface TextSettingProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly width?: 'short' | 'wide';
  /** Takes what was typed; returns what to say of it, '' for nothing. */
  readonly onCommit: (typed: string) => string;
}

/** A field that is read when it is left, or on Enter; Escape puts back what was. */
export function TextSetting({ label, value, disabled, width = 'short', onCommit }: TextSettingProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    if (draft.trim() !== value) setMessage(onCommit(draft.trim()));
  };
  return (
    <span className="text-setting">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={width}
        type="text"
        inputMode={width === 'short' ? 'decimal' : 'text'}
        autoComplete="off"
        disabled={disabled}
        value={draft ?? value}
        aria-describedby={`${id}-message`}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit();
          if (key === 'Escape') setDraft(null);
        }}
      />
      <span id={`${id}-message`} className="control-message" role="status">
        {message}
      </span>
    </span>
  );
}
