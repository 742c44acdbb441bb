import { type Experiment, SETTINGS } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { type SettingKey, withSetting } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { NumberControl } from './NumberControl.tsx';
import { SettingTag } from './SettingTag.tsx';

interface SettingControlProps {
  readonly setting: SettingKey;
  readonly experiment: Experiment;
  readonly base: Experiment;
  readonly disabled: boolean;
}

/** One top-level setting, drawn from the schema that also validates it and names it in links. */
export function SettingControl({ setting, experiment, base, disabled }: SettingControlProps) {
  const session = useSession();
  const schema = SETTINGS.find(({ key }) => key === setting);
  if (schema === undefined) return null;
  const [label, meaning] = text.settings[setting] ?? [setting, ''];
  const value = experiment[setting];
  const change = (next: string | number | null) =>
    session.editExperiment((edited) => withSetting(edited, setting, next));
  const tag = <SettingTag name={setting} />;
  if (schema.kind === 'choice') {
    return (
      <ChoiceControl
        id={`setting-${setting}`}
        label={label}
        value={String(value)}
        base={String(base[setting])}
        choices={schema.options.map((option) => ({
          value: option,
          label: text.judges.options[option] ?? text.schedules[option] ?? option,
        }))}
        note={meaning}
        tag={tag}
        disabled={disabled}
        onChange={change}
      />
    );
  }
  if (schema.kind !== 'number') return null;
  if (schema.nullable && value === null) {
    return (
      <div className="control">
        <label className="check">
          <input
            type="checkbox"
            checked={false}
            disabled={disabled || experiment.data === 'own'}
            onChange={() => change(schema.min)}
          />
          <span>
            {label} <span className="control-note">{text.controls.useKnob}</span>
          </span>
        </label>
      </div>
    );
  }
  const baseValue = base[setting];
  return (
    <>
      <NumberControl
        id={`setting-${setting}`}
        label={label}
        name={label}
        meaning={meaning}
        value={Number(value)}
        base={typeof baseValue === 'number' ? baseValue : Number(value)}
        range={schema}
        tag={tag}
        disabled={disabled}
        onChange={change}
      />
      {schema.nullable ? (
        <label className="check">
          <input type="checkbox" checked onChange={() => change(null)} disabled={disabled} />
          <span className="control-note">{text.controls.useKnob}</span>
        </label>
      ) : null}
    </>
  );
}
