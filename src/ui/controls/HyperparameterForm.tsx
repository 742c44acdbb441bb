import type { Experiment, Hyperparameter } from '../../engine/index.ts';
import { withHyperparameter } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { NumberControl } from './NumberControl.tsx';
import { SettingTag } from './SettingTag.tsx';
import { Tex } from './Tex.tsx';

interface HyperparameterFormProps {
  readonly parameters: readonly Hyperparameter[];
  readonly experiment: Experiment;
  readonly base: Experiment;
  readonly disabled: boolean;
}

/** A method's settings, generated from its definition: name, symbol, range, meaning. */
export function HyperparameterForm({ parameters, experiment, base, disabled }: HyperparameterFormProps) {
  const session = useSession();
  return parameters.map((parameter) => {
    const value = experiment.hyperparameters[parameter.name] ?? parameter.default;
    const baseValue = base.hyperparameters[parameter.name] ?? parameter.default;
    const change = (next: number) =>
      session.editExperiment((edited) => withHyperparameter(edited, parameter.name, next));
    const id = `hyper-${parameter.name}`;
    if (parameter.options !== undefined) {
      return (
        <ChoiceControl
          key={id}
          id={id}
          label={parameter.name}
          value={String(value)}
          base={String(baseValue)}
          choices={parameter.options.map((option) => ({ value: String(option.value), label: option.label }))}
          note={parameter.meaning}
          tag={<SettingTag name={parameter.name} />}
          disabled={disabled}
          onChange={(next) => change(Number(next))}
        />
      );
    }
    return (
      <NumberControl
        key={id}
        id={id}
        label={
          <>
            <Tex tex={parameter.symbol} /> <span className="label-name">{parameter.name}</span>
          </>
        }
        name={`${parameter.name}: ${parameter.meaning}`}
        meaning={parameter.unit === undefined ? parameter.meaning : `${parameter.meaning} (${parameter.unit})`}
        value={value}
        base={baseValue}
        range={parameter}
        tag={<SettingTag name={parameter.name} />}
        disabled={disabled}
        onChange={change}
      />
    );
  });
}
