import { useState } from 'react';
import { type Experiment, METHODS, type MethodDefinition, mayRace, RIVALS_MAX, rivalsOf } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { OverlayPicker } from '../lab/OverlayPicker.tsx';
import { withSetting } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { SettingTag } from './SettingTag.tsx';

const RACERS = METHODS.filter(mayRace);

interface RivalPickerProps {
  readonly own: MethodDefinition;
  readonly experiment: Experiment;
  readonly disabled: boolean;
}

/** Which objectives the experiment's own races against. Folded away until there are some, or one is wanted. */
export function RivalPicker({ own, experiment, disabled }: RivalPickerProps) {
  const session = useSession();
  const rivals = rivalsOf(experiment);
  const [isOpen, setOpen] = useState(rivals.length > 0);
  const [label] = text.settings.race ?? [''];
  return (
    <details className="rival-picker" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{label}</span>
        <SettingTag name="race" />
        {rivals.length > 0 ? <span className="count">{rivals.map((method) => method.label).join(', ')}</span> : null}
      </summary>
      <OverlayPicker
        shown={[own, ...rivals]}
        methods={RACERS}
        most={RIVALS_MAX + 1}
        label={text.race.add}
        removeLabel={text.race.remove}
        disabled={disabled}
        onChange={(others) => {
          const race = others.map(({ id }) => id).join(',');
          session.editExperiment((edited) => withSetting(edited, 'race', race));
        }}
      />
      <p className="control-note">{text.race.note}</p>
    </details>
  );
}
