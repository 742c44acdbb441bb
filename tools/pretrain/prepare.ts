/**
 * Writes all text that the tokenizer and the bundled models are trained on, and its held-out twins, into one folder:
 *
 *     npx tsx tools/pretrain/prepare.ts --seed 1 --out .cache/pretrain
 *
 * stories.jsonl, stories-held-out.jsonl {"text"}; style.jsonl and, by id, the other worlds', with their held-out twins
 * {"prompt", "answer"}; worlds.jsonl {"world", "text"}. One style prompt in ten, and of other worlds the prompts of held-out pairs, are held
 * out altogether: no model is ever trained on them.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { randomStream } from '../../src/engine/train/rng.ts';
import { isHeldOutPrompt as isPairHeldOut } from '../../src/engine/worlds/generatePairs.ts';
import { WORLDS } from '../../src/engine/worlds/index.ts';
import { LABEL_KNOBS } from '../../src/engine/worlds/labels.ts';
import { style } from '../../src/engine/worlds/style.ts';
import type { World } from '../../src/engine/worlds/types.ts';
import { story } from './stories.ts';
import { worldWriters } from './tokenizerText.ts';

const counts = { stories: 80_000, style: 240_000, otherWorld: 200_000, worlds: 16_000, heldOut: 1000 };

/** Of a world with knobs of its own, this share of the rows has them drawn from their ranges, the rest at their defaults. */
const DRAWN_KNOBS_SHARE = 0.2;

/** Whether a style prompt is kept out of training. A property of the prompt's text, so it holds for every seed. */
export function isHeldOutPrompt(prompt: string): boolean {
  return createHash('sha256').update(prompt).digest().readUInt32LE(0) % 10 === 0;
}

function lines(count: number, row: () => object): string {
  return Array.from({ length: count }, () => `${JSON.stringify(row())}\n`).join('');
}

function styleRows(count: number, seed: number, heldOut: boolean): string {
  const random = randomStream(seed, heldOut ? 'pretrain/style_held_out' : 'pretrain/style');
  return lines(count, () => {
    let prompt = style.prompt(random, {});
    while (isHeldOutPrompt(prompt) !== heldOut) prompt = style.prompt(random, {});
    return { prompt, answer: style.answer(prompt, random, {}) };
  });
}

function otherWorldRows(world: World, count: number, seed: number, heldOut: boolean): string {
  const random = randomStream(seed, `pretrain/${world.id}${heldOut ? '_held_out' : ''}`);
  const own = world.knobs.filter(({ name }) => !LABEL_KNOBS.some((knob) => knob.name === name));
  const defaults = Object.fromEntries(own.map((knob) => [knob.name, knob.default]));
  const drawn = () =>
    Object.fromEntries(
      own.map(({ name, min, max, integer }) => [
        name,
        integer ? min + random.integer(max - min + 1) : min + (max - min) * random.uniform(),
      ]),
    );
  return lines(count, () => {
    for (;;) {
      const knobs = !heldOut && random.uniform() < DRAWN_KNOBS_SHARE ? drawn() : defaults;
      const prompt = world.prompt(random, knobs);
      if (isPairHeldOut(prompt) === heldOut) return { prompt, answer: world.answer(prompt, random, knobs) };
    }
  });
}

function storyRows(count: number, seed: number, name: string): string {
  const random = randomStream(seed, name);
  return lines(count, () => ({ text: story(random) }));
}

function worldRows(count: number, seed: number): string {
  const random = randomStream(seed, 'pretrain/worlds');
  const worlds = Object.entries(worldWriters);
  let next = 0;
  return lines(count, () => {
    const [world, write] = worlds[next++ % worlds.length] as (typeof worlds)[number];
    return { world, text: write(random) };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, out: { type: 'string' } } });
  if (values.out === undefined) throw new Error('usage: npx tsx tools/pretrain/prepare.ts --seed SEED --out FOLDER');
  const seed = Number(values.seed);
  mkdirSync(values.out, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(values.out ?? '.', name), text);
  write('stories.jsonl', storyRows(counts.stories, seed, 'pretrain/stories'));
  write('stories-held-out.jsonl', storyRows(counts.heldOut, seed, 'pretrain/stories_held_out'));
  write('style.jsonl', styleRows(counts.style, seed, false));
  write('style-held-out.jsonl', styleRows(counts.heldOut, seed, true));
  for (const world of WORLDS.filter(({ id }) => id !== 'style')) {
    write(`${world.id}.jsonl`, otherWorldRows(world, counts.otherWorld, seed, false));
    write(`${world.id}-held-out.jsonl`, otherWorldRows(world, counts.heldOut, seed, true));
  }
  write('worlds.jsonl', worldRows(counts.worlds, seed));
}
