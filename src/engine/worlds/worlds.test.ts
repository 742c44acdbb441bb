import { describe, expect, it } from 'vitest';
import { WORLD_FACTS } from './facts.ts';
import { generatePairs, WORLDS } from './index.ts';
import { LABEL_KNOBS } from './labels.ts';
import type { World } from './types.ts';

const generated = WORLDS.filter(({ id }) => id !== 'style');
const defaults = (world: World) => Object.fromEntries(world.knobs.map((knob) => [knob.name, knob.default]));

describe('worlds', () => {
  it('are those the page offers, with the same facts', () => {
    const facts = generated.map(({ id, label, idea, knobs }) => ({
      id,
      label,
      idea,
      knobs: knobs.slice(LABEL_KNOBS.length),
    }));
    expect(WORLD_FACTS.map(({ id, label, idea, knobs = [] }) => ({ id, label, idea, knobs }))).toEqual(facts);
  });

  it('name their knobs apart from those of the labels, in range', () => {
    for (const { id, knobs } of WORLDS) {
      expect(new Set(knobs.map(({ name }) => name)).size, id).toBe(knobs.length);
      for (const knob of knobs) {
        expect(knob.min, `${id} ${knob.name}`).toBeLessThanOrEqual(knob.default);
        expect(knob.default, `${id} ${knob.name}`).toBeLessThanOrEqual(knob.max);
      }
    }
  });

  describe.each(generated.map((world) => [world.id, world] as const))('%s', (_, world) => {
    it('gives other rows for another seed, the same for the same, and labels that length and flips move', () => {
      const counts = { train: 300, heldout: 100 };
      const rows = (knobs: Record<string, number>, seed = 1) =>
        generatePairs(world, { ...defaults(world), ...knobs }, seed, counts);
      expect(rows({})).toEqual(rows({}));
      expect(rows({}, 2).train).not.toEqual(rows({}).train);
      const longer = (knobs: Record<string, number>) =>
        rows(knobs).train.filter(({ chosen, rejected }) => world.lengthScore(chosen) > world.lengthScore(rejected))
          .length;
      expect(longer({ kappa: 3 })).toBeGreaterThan(longer({}) + 20);
      const better = (knobs: Record<string, number>) =>
        rows(knobs).train.filter(({ score_chosen = 0, score_rejected = 0 }) => score_chosen > score_rejected).length;
      expect(better({ epsilon: 0.45 })).toBeLessThan(better({}));
    });
  });
});
