import {
  CUSTOM_LOSS,
  type Experiment,
  type Hyperparameter,
  type MethodDefinition,
  PARAMETERS,
  readCustom,
} from '../../engine/index.ts';

/** A method's settings. Of a text that cannot be read, those whose words stand in it: sliders stay while one types. */
export function shownParameters(method: MethodDefinition, { loss, objective }: Experiment): readonly Hyperparameter[] {
  if (loss !== CUSTOM_LOSS || readCustom(objective).error === null) return method.hyperparameters;
  const words = new Set(objective.match(/[A-Za-z_]\w*/g));
  return PARAMETERS.filter(({ name }) => words.has(name)).map(({ setting }) => setting);
}
