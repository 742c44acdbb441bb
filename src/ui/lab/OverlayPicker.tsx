import type { MethodDefinition } from '../../engine/index.ts';

interface OverlayPickerProps {
  /** The experiment's own objective, which stays, and the others. */
  readonly shown: readonly [MethodDefinition, ...MethodDefinition[]];
  readonly methods: readonly MethodDefinition[];
  readonly most: number;
  readonly label: string;
  readonly removeLabel: (method: string) => string;
  readonly disabled?: boolean;
  readonly onChange: (others: readonly MethodDefinition[]) => void;
}

/** Which objectives stand beside the experiment's own. */
export function OverlayPicker({ shown, methods, most, label, removeLabel, disabled, onChange }: OverlayPickerProps) {
  const [, ...others] = shown;
  const left = methods.filter((method) => !shown.some(({ id }) => id === method.id));
  return (
    <div className="overlay-picker">
      {others.map((method) => (
        <button
          key={method.id}
          type="button"
          className="quiet-button small"
          disabled={disabled}
          aria-label={removeLabel(method.label)}
          onClick={() => onChange(others.filter(({ id }) => id !== method.id))}
        >
          {method.label} <span aria-hidden="true">×</span>
        </button>
      ))}
      {shown.length < most ? (
        <select
          aria-label={label}
          value=""
          disabled={disabled}
          onChange={(event) => {
            const added = left.find(({ id }) => id === event.target.value);
            if (added !== undefined) onChange([...others, added]);
          }}
        >
          <option value="">{label}</option>
          {left.map((method) => (
            <option key={method.id} value={method.id}>
              {method.label}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}
