import type { ObjectiveArrays } from './objectiveArrays.ts';
import type { MethodDefinition } from './types.ts';

/** What a method learns, before its first step: a number for each of the reference's `channels`, or one. */
export function initialParameters(
  { parameters }: Pick<MethodDefinition, 'parameters'>,
  channels: number,
): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(parameters?.vectors ?? {}).map(([name, { axis, initial }]) => [
      name,
      new Float64Array(axis === 'channel' ? channels : 1).fill(initial),
    ]),
  );
}

/** The arrays with the method's initial values where they hold none: running statistics, and what it learns. */
export function withInitialValues(method: MethodDefinition, arrays: ObjectiveArrays): ObjectiveArrays {
  return {
    ...arrays,
    state: { ...method.state, ...arrays.state },
    parameters: { ...initialParameters(method, arrays.hidden?.channels ?? 0), ...arrays.parameters },
  };
}
