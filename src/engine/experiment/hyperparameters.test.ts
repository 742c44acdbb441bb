import { describe, expect, it } from 'vitest';
import { trlTarget } from '../export/trlTarget.ts';
import { METHODS } from '../methods/index.ts';
import { recordObjective } from '../methods/recordObjective.ts';
import { defaultsOf, variantsOf } from '../methods/testing/batches.ts';
import type { Hyperparameter, Hyperparameters, MethodDefinition } from '../methods/types.ts';
import { decodeLink, encodeLink } from './codec.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './schema.ts';

const cases = METHODS.flatMap((method) =>
  method.hyperparameters.map((parameter) => [method.id, parameter.name, method, parameter] as const),
);

function valuesOf({ min, max, default: usual, options }: Hyperparameter): number[] {
  return options ? options.map(({ value }) => value) : [min, max, (min + usual) / 2, (usual + max) / 2];
}

function withValue(
  method: MethodDefinition,
  name: string,
  value: number,
  among: Hyperparameters = defaultsOf(method),
): Experiment {
  return { ...defaultExperiment(method.id), hyperparameters: { ...among, [name]: value } };
}

/** What the exported script is given; null where TRL has no such objective. */
function exportedArguments(method: MethodDefinition, hyper: Hyperparameters) {
  const target = trlTarget(method, hyper);
  return 'kind' in target ? null : JSON.stringify(target.arguments);
}

describe.each(cases)('%s %s', (_, name, method, parameter) => {
  it('comes through a link and a file as it was, whatever value it has', () => {
    for (const value of valuesOf(parameter)) {
      const experiment = withValue(method, name, value);
      const { experiment: decoded, notes } = decodeLink(`#${encodeLink(experiment)}`);
      expect(notes).toEqual([]);
      expect(decoded).toEqual(experiment);
      expect(JSON.parse(JSON.stringify(experiment))).toEqual(experiment);
    }
  });

  it('acts on the objective, and on what is exported of it where that can say it', () => {
    // Some act only with a certain choice of another setting.
    const effects = variantsOf(method).map((hyper) => {
      const experiments = valuesOf(parameter).map((value) => withValue(method, name, value, hyper).hyperparameters);
      const graphs = experiments.map((values) => JSON.stringify(recordObjective(method, values)));
      const exported = experiments.map((values) => exportedArguments(method, values));
      return { acts: new Set(graphs).size > 1, isTold: exported.includes(null) || new Set(exported).size > 1 };
    });
    // Or on the optimiser of the objective's own parameters.
    expect(effects.some(({ acts }) => acts) || method.parameters?.learningRateFactor === name).toBe(true);
    for (const { acts, isTold } of effects) if (acts) expect(isTold).toBe(true);
  });
});
