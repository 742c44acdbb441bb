import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { createTokenizer } from '../model/tokenizer.ts';
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

  it('ask for the room that their rows and answers take with the bundled tokenizer, and only where the defaults lack it', async () => {
    const json = async (name: string) =>
      JSON.parse(await readFile(new URL(`../../../public/models/nano-1/${name}`, import.meta.url), 'utf8'));
    const tokenizer = createTokenizer(await json('tokenizer.json'), await json('tokenizer_config.json'));
    const { max_length, max_completion_length } = defaultExperiment('sigmoid');
    for (const world of generated) {
      const { train } = generatePairs(world, defaults(world), 1, { train: 250, heldout: 8 });
      const answers = train.flatMap(({ prompt, chosen, rejected }) =>
        [chosen, rejected].map((answer) => {
          const tokens = tokenizer.encode(answer).length + 1;
          return { tokens, row: 1 + tokenizer.encode(prompt).length + tokens };
        }),
      );
      const room = WORLD_FACTS.find(({ id }) => id === world.id)?.room ?? {};
      const cut = (rowRoom: number, answerRoom: number) =>
        answers.filter(({ tokens, row }) => row > rowRoom || tokens > answerRoom).length / answers.length;
      const given = cut(room.max_length ?? max_length, room.max_completion_length ?? max_completion_length);
      expect(given, world.id).toBeLessThan(0.01);
      expect(cut(max_length, max_completion_length) >= 0.01, world.id).toBe(Object.keys(room).length > 0);
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
