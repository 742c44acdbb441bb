import { CUSTOM_LOSS, readCustom } from './custom/customMethod.ts';
import { methodById } from './index.ts';
import type { MethodDefinition } from './types.ts';

/**
 * The method of an experiment: from the registry, or made of its text. undefined for an unknown id. A text that cannot be
 * read gives a method that holds every setting but computes nothing (`readCustom` says why).
 */
export function methodOf(experiment: {
  readonly loss: string;
  readonly objective: string;
}): MethodDefinition | undefined {
  return experiment.loss === CUSTOM_LOSS ? readCustom(experiment.objective).method : methodById(experiment.loss);
}
