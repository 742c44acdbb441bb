import { CUSTOM_LOSS, DEFAULT_OBJECTIVE } from '../methods/custom/customMethod.ts';
import { METHODS } from '../methods/index.ts';
import { methodOf } from '../methods/methodOf.ts';
import { DEFAULTS_V1 } from './defaults.ts';
import type { Experiment } from './schema.ts';

/**
 * The current version's defaults with a method's own hyperparameters and learning rate. Unknown ids get the first method.
 * @param objective the text of a custom objective, whose words decide its hyperparameters; ignored for other methods
 */
export function defaultExperiment(loss: string = DEFAULTS_V1.loss, objective: string = DEFAULT_OBJECTIVE): Experiment {
  const method = methodOf({ loss, objective }) ?? METHODS[0];
  if (method === undefined) throw new Error('no methods are registered');
  const hyperparameters: Record<string, number> = {};
  for (const parameter of method.hyperparameters) hyperparameters[parameter.name] = parameter.default;
  return Object.freeze({
    ...DEFAULTS_V1,
    loss: method.id,
    objective: method.id === CUSTOM_LOSS ? objective : '',
    hyperparameters: Object.freeze(hyperparameters),
    learning_rate: method.learningRate,
  });
}
