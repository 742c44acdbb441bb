import { describe, expect, it } from 'vitest';
import { TINY, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { lifetimes } from './lifetimes.ts';

describe('lifetimes of a whole step', () => {
  const plan = tinyLlamaPlan(TINY);
  const { dyingAfter, firstUse, lastUse } = lifetimes(plan);

  it('frees every temporary once, after its last use, and no output', () => {
    const outputs = new Set([...plan.outputs.values()].map(({ id }) => id));
    const temporaries = new Set(
      plan.launches
        .flatMap(({ inputs, outputs: written }) => [...inputs, ...written])
        .filter(({ storage }) => storage === 'temporary'),
    );
    const freed = dyingAfter.flat().map(({ id }) => id);
    expect(new Set(freed).size).toBe(freed.length);
    expect(freed.length + [...temporaries].filter(({ id }) => outputs.has(id)).length).toBe(temporaries.size);
    dyingAfter.forEach((values, index) => {
      for (const value of values) {
        expect(outputs.has(value.id)).toBe(false);
        const later = plan.launches.slice(index + 1).flatMap(({ inputs, outputs: written }) => [...inputs, ...written]);
        expect(later.includes(value)).toBe(false);
      }
    });
  });

  it('starts a life where the value is written, and ends an output’s never', () => {
    plan.launches.forEach(({ outputs }, index) => {
      for (const { id, storage } of outputs)
        if (storage === 'temporary') expect(firstUse.get(id)).toBeLessThanOrEqual(index);
    });
    for (const { id } of plan.outputs.values()) expect(lastUse.get(id)).toBe(Number.POSITIVE_INFINITY);
  });
});
