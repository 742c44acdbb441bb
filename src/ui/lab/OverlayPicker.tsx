import { METHODS, type MethodDefinition } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { SHOWN_MAX } from './shapes.ts';

interface OverlayPickerProps {
  readonly own: MethodDefinition;
  readonly others: readonly MethodDefinition[];
  readonly onChange: (others: readonly MethodDefinition[]) => void;
}

/** Which objectives are drawn beside the experiment's own. */
export function OverlayPicker({ own, others, onChange }: OverlayPickerProps) {
  const shown = [own, ...others];
  const left = METHODS.filter((method) => !shown.some(({ id }) => id === method.id));
  return (
    <div className="overlay-picker">
      {others.map((method) => (
        <button
          key={method.id}
          type="button"
          className="quiet-button small"
          aria-label={text.lab.remove(method.label)}
          onClick={() => onChange(others.filter(({ id }) => id !== method.id))}
        >
          {method.label} <span aria-hidden="true">×</span>
        </button>
      ))}
      {shown.length < SHOWN_MAX ? (
        <select
          aria-label={text.lab.compare}
          value=""
          onChange={(event) => {
            const added = left.find(({ id }) => id === event.target.value);
            if (added !== undefined) onChange([...others, added]);
          }}
        >
          <option value="">{text.lab.compare}</option>
          {left.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}
