import type { Plan, Value } from './types.ts';

export interface Lifetimes {
  /** Per launch: the temporaries that no later launch touches and that are not outputs of the plan. */
  readonly dyingAfter: readonly (readonly Value[])[];
  /** By value id: the first launch that writes or reads a temporary. */
  readonly firstUse: ReadonlyMap<number, number>;
  /** By value id: the last launch that reads or writes a temporary; Infinity for outputs of the plan. */
  readonly lastUse: ReadonlyMap<number, number>;
}

/**
 * When each temporary's buffer becomes free, assuming that phases run in plan order (a forward may run alone, in which case
 * what the backward would have freed stays until the next forward). Two temporaries may share a buffer when one's last use
 * lies before the other's first use.
 */
export function lifetimes(plan: Plan): Lifetimes {
  const firstUse = new Map<number, number>();
  const lastUse = new Map<number, number>();
  const temporaries = new Map<number, Value>();
  plan.launches.forEach((launch, index) => {
    for (const value of [...launch.inputs, ...launch.outputs]) {
      if (value.storage !== 'temporary') continue;
      temporaries.set(value.id, value);
      if (!firstUse.has(value.id)) firstUse.set(value.id, index);
      lastUse.set(value.id, index);
    }
  });
  for (const value of plan.outputs.values()) {
    if (value.storage === 'temporary') lastUse.set(value.id, Number.POSITIVE_INFINITY);
  }
  const dyingAfter: Value[][] = plan.launches.map(() => []);
  for (const [id, last] of lastUse) dyingAfter[last]?.push(temporaries.get(id) as Value);
  return { dyingAfter, firstUse, lastUse };
}
