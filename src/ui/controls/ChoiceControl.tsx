import type { ReactNode } from 'react';
import { ResetDot } from './ResetDot.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Heading it stands under; choices of a group stand together. */
  readonly group?: string;
}

interface ChoiceControlProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly base?: string;
  readonly choices: readonly Choice[];
  readonly note?: ReactNode;
  /** Label above instead of beside. */
  readonly stacked?: boolean;
  readonly tag?: ReactNode;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** A choice; a value that is not on the list (from a link) stays visible as itself. */
export function ChoiceControl({
  id,
  label,
  value,
  base,
  choices,
  note,
  tag,
  stacked,
  disabled,
  onChange,
}: ChoiceControlProps) {
  const isListed = choices.some((choice) => choice.value === value);
  const baseLabel = choices.find((choice) => choice.value === base)?.label ?? base ?? '';
  return (
    <div className={stacked ? 'control' : 'control choice'}>
      <div className="control-head">
        <label htmlFor={id}>{label}</label>
        {tag}
        {base === undefined || base === value ? null : (
          <ResetDot name={label} value={baseLabel} onReset={() => onChange(base)} />
        )}
      </div>
      <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        {isListed ? null : <option value={value}>{value}</option>}
        {groupsOf(choices).map(([group, members]) =>
          group === undefined ? (
            members.map(option)
          ) : (
            <optgroup key={group} label={group}>
              {members.map(option)}
            </optgroup>
          ),
        )}
      </select>
      {note === undefined ? null : <p className="control-note">{note}</p>}
    </div>
  );
}

function option({ value, label }: Choice) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

function groupsOf(choices: readonly Choice[]): [string | undefined, Choice[]][] {
  const groups = new Map<string | undefined, Choice[]>();
  for (const choice of choices) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
  return [...groups];
}
