import { type Experiment, type DataKnob as Knob, SETTINGS } from '../../engine/index.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { withSetting } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { SettingTag } from './SettingTag.tsx';

/** Positions worth comparing; any other value is set under More. null: the set's own rows. */
const POSITIONS: Readonly<Record<Knob, readonly (number | null)[]>> = {
  epsilon: [null, 0, 0.15, 0.3],
  kappa: [null, 0, 1, 2],
  sharpness: [null, 0.5, 2, 10],
};

interface DataKnobProps {
  readonly knob: Knob;
  readonly experiment: Experiment;
  readonly disabled: boolean;
}

/** The property of the data that an objective answers to, where the objective is chosen: turn it and compare. */
export function DataKnob({ knob, experiment, disabled }: DataKnobProps) {
  const session = useSession();
  const [label, meaning] = text.settings[knob] ?? [knob, ''];
  const isKnown = SETTINGS.some(({ key }) => key === knob);
  if (!isKnown || experiment.data === 'own') return null;
  return (
    <fieldset className="data-knob" disabled={disabled}>
      <legend>
        {text.controls.knob(label)} <SettingTag name={knob} />
      </legend>
      <div className="knob-positions">
        {POSITIONS[knob].map((position) => (
          <button
            key={String(position)}
            type="button"
            className="quiet-button small"
            aria-pressed={experiment[knob] === position}
            onClick={() => session.editExperiment((edited) => withSetting(edited, knob, position))}
          >
            {position === null ? text.controls.asGiven : formatSetting(position)}
          </button>
        ))}
      </div>
      <p className="control-note">{meaning}</p>
    </fieldset>
  );
}
