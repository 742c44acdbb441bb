import { elementCount } from '../plan/layoutParameters.ts';
import { lifetimes } from '../plan/lifetimes.ts';
import type { Plan } from '../plan/types.ts';
import type { Dispatch, Scratch } from './program.ts';

export interface BufferSlots {
  /** Elements per slot; one buffer each. */
  readonly sizes: readonly number[];
  /** Temporaries by value id. */
  readonly ofValue: ReadonlyMap<number, number>;
  readonly ofScratch: ReadonlyMap<Scratch, number>;
}

/**
 * Lets temporaries whose lives do not overlap share a buffer: each takes the smallest free one that fits, else the largest
 * free one grows, else a new one. Outputs of the plan never share: they stay readable whatever runs next.
 */
export function bufferSlots(plan: Plan, dispatches: readonly (readonly Dispatch[])[]): BufferSlots {
  const { firstUse, lastUse } = lifetimes(plan);
  const sizes: number[] = [];
  const free: number[] = [];
  const ofValue = new Map<number, number>();
  const ofScratch = new Map<Scratch, number>();
  const exclusive = (elements: number): number => sizes.push(elements) - 1;
  const take = (elements: number): number => {
    free.sort((a, b) => (sizes[a] as number) - (sizes[b] as number));
    const fitting = free.findIndex((slot) => (sizes[slot] as number) >= elements);
    const [slot] = fitting >= 0 ? free.splice(fitting, 1) : free.splice(-1, 1);
    if (slot === undefined) return exclusive(elements);
    sizes[slot] = Math.max(sizes[slot] as number, elements);
    return slot;
  };
  plan.launches.forEach((launch, index) => {
    for (const value of [...launch.inputs, ...launch.outputs]) {
      if (value.storage !== 'temporary' || firstUse.get(value.id) !== index || ofValue.has(value.id)) continue;
      const elements = elementCount(value.shape);
      ofValue.set(value.id, lastUse.get(value.id) === Number.POSITIVE_INFINITY ? exclusive(elements) : take(elements));
    }
    const scratches = new Set<Scratch>();
    for (const { bindings } of dispatches[index] ?? []) {
      for (const { resource } of bindings) if ('scratchElements' in resource) scratches.add(resource);
    }
    for (const scratch of scratches) ofScratch.set(scratch, take(scratch.scratchElements));
    for (const scratch of scratches) free.push(ofScratch.get(scratch) as number);
    for (const [id, slot] of ofValue) if (lastUse.get(id) === index) free.push(slot);
  });
  return { sizes, ofValue, ofScratch };
}
