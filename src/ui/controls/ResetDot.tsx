import { text } from '../i18n/text.ts';

/** Marks a value that differs from its starting point; pressing it goes back. */
export function ResetDot({ name, value, onReset }: { name: string; value: string; onReset: () => void }) {
  const label = text.controls.resetField(name, value);
  return (
    <button type="button" className="reset-dot" aria-label={label} title={label} onClick={onReset}>
      <span aria-hidden="true" />
    </button>
  );
}
