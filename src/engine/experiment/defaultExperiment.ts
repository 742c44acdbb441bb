import { METHODS, methodById } from '../methods/index.ts';
import { DEFAULTS_V1 } from './defaults.ts';
import type { Experiment } from './schema.ts';

/** The current version's defaults with a method's own hyperparameters and learning rate. Unknown ids get the first method. */
export function defaultExperiment(loss: string = DEFAULTS_V1.loss): Experiment {
  const method = methodById(loss) ?? METHODS[0];
  if (method === undefined) throw new Error('no methods are registered');
  const hyperparameters: Record<string, number> = {};
  for (const parameter of method.hyperparameters) hyperparameters[parameter.name] = parameter.default;
  return Object.freeze({
    ...DEFAULTS_V1,
    loss: method.id,
    hyperparameters: Object.freeze(hyperparameters),
    learning_rate: method.learningRate,
  });
}
