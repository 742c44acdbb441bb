import { type Experiment, worldKnobKey, worldKnobs } from '../../engine/index.ts';
import { withWorldKnob } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { NumberControl } from './NumberControl.tsx';
import { SettingTag } from './SettingTag.tsx';

/** Positions of a slider over a range of any numbers. */
const POSITIONS = 20;

interface WorldKnobsProps {
  readonly experiment: Experiment;
  readonly base: Experiment;
  readonly disabled: boolean;
}

/** What can be turned in the world that the rows come from, generated from its definition. */
export function WorldKnobs({ experiment, base, disabled }: WorldKnobsProps) {
  const session = useSession();
  const baseValues = new Map(
    worldKnobs({ ...base, data: experiment.data }).map(({ knob, value }) => [knob.name, value]),
  );
  return worldKnobs(experiment).map(({ knob, value }) => (
    <NumberControl
      key={knob.name}
      id={`world-${knob.name}`}
      label={
        <>
          {knob.symbol} <span className="label-name">{knob.name}</span>
        </>
      }
      name={`${knob.name}: ${knob.meaning}`}
      meaning={knob.meaning}
      value={value}
      base={baseValues.get(knob.name) ?? knob.default}
      range={{
        min: knob.min,
        max: knob.max,
        scale: 'linear',
        step: knob.integer ? 1 : (knob.max - knob.min) / POSITIONS,
        integer: knob.integer === true,
      }}
      tag={<SettingTag name={worldKnobKey(knob.name)} />}
      disabled={disabled}
      onChange={(next) => session.editExperiment((edited) => withWorldKnob(edited, knob.name, next))}
    />
  ));
}
