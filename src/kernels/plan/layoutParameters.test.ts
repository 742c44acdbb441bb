import { expect, it } from 'vitest';
import { layoutParameters } from './layoutParameters.ts';

it('puts decayed parameters first, each at a multiple of 64 elements', () => {
  const layout = layoutParameters([
    { name: 'gain', shape: [5], decay: false },
    { name: 'weight', shape: [8, 9], decay: true },
    { name: 'other', shape: [64], decay: true },
  ]);
  expect(layout.entries.map(({ name, offset }) => [name, offset])).toEqual([
    ['weight', 0],
    ['other', 128],
    ['gain', 192],
  ]);
  expect(layout).toMatchObject({ length: 256, decayLength: 192 });
});

it('refuses names used twice and empty shapes', () => {
  const entry = { name: 'a', shape: [2], decay: true };
  expect(() => layoutParameters([entry, entry])).toThrow(/PLAN_INVALID.*name used twice/);
  expect(() => layoutParameters([{ ...entry, shape: [2, 0] }])).toThrow(/PLAN_INVALID.*\[2,0\]/);
});
