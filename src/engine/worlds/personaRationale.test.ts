import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { randomStream } from '../train/rng.ts';
import { persona } from './persona.ts';
import { USER_NAMES, userWeights } from './personaUsers.ts';
import type { PreferenceRow, RationaleQuality } from './types.ts';

const OPTIONS = { seed: 5, answers: 4, degrees: 4 };
const random = randomStream(11, 'persona relations test');
const rows = Array.from({ length: 600 }, () => persona.pair(random, { epsilon: 0.2 }));
const relate = (row: PreferenceRow, rationale?: RationaleQuality) =>
  persona.relate(row, {}, rationale ? { ...OPTIONS, rationale } : OPTIONS);
const related = rows.map((row) => ({ row, of: relate(row) }));

/** Written apart from the world: what an answer is like, by its words. */
function reads(answer: string): [number, number, number] {
  const tones: Record<string, number> = {};
  for (const word of 'wonderful lovely great love adore joy delight'.split(' ')) tones[word] = 1;
  for (const word of 'good nice pleasant enjoy like treat pleasure'.split(' ')) tones[word] = 0.6;
  for (const word of 'terrible awful dreadful hate dread pain disaster'.split(' ')) tones[word] = -1;
  for (const word of 'bad dull sad dislike avoid bore chore'.split(' ')) tones[word] = -0.6;
  const sentences = answer.split('. ');
  const formal = (text: string) =>
    /opinion|One must|I find|must be|Most visitors|Every visitor|Any visit/.test(text) ? 1 : -1;
  const tone = answer.split(/[^a-zA-Z]+/).reduce((sum, word) => sum + (tones[word] ?? 0), 0);
  return [
    tone / sentences.length / 0.7565,
    sentences.reduce((sum, text) => sum + formal(text), 0) / sentences.length / 0.9265,
    (13.386 - answer.split(' ').length) / 6.32,
  ];
}
function leads({ prompt, chosen, rejected, annotator = 0 }: PreferenceRow): Record<string, number> {
  expect(prompt.startsWith('User') ? prompt : `User ${annotator} (`).toContain(`User ${annotator} (`);
  const names = [
    ['friendlier', 'cooler'],
    ['more formal', 'less formal'],
    ['shorter', 'longer'],
  ];
  const [of, against, weights] = [reads(chosen), reads(rejected), userWeights(annotator, {})];
  return Object.fromEntries(
    names.map((pair, k) => {
      const weight = weights[k] as number;
      return [pair[weight > 0 ? 0 : 1], weight * ((of[k] as number) - (against[k] as number))];
    }),
  );
}
const named = (rationale = '') => /^[AB] is (.+) than [AB]\.$/.exec(rationale)?.[1] ?? '';

describe('rationale', () => {
  it('names what the asking user gains most by, and the wrong one what least', () => {
    let decided = 0;
    for (const { row, of } of related) {
      const by = leads(row);
      const most = Math.max(...Object.values(by));
      if (most > 1e-6) {
        decided++;
        expect(by[named(of.rationale)], of.rationale).toBeCloseTo(most, 9);
      } else {
        const longer = row.chosen.split(' ').length > row.rejected.split(' ').length;
        expect(named(of.rationale)).toBe(longer ? 'longer' : 'better');
      }
      expect(by[named(relate(row, 'wrong').rationale)]).toBeCloseTo(Math.min(...Object.values(by)), 9);
      expect(named(relate(row, 'generic').rationale)).toBe('better');
    }
    expect(decided / rows.length).toBeGreaterThan(0.9);
    expect(new Set(related.map(({ of }) => named(of.rationale))).size).toBeGreaterThanOrEqual(6);
  });

  it('calls chosen by the letter under which it is shown', () => {
    for (const { row, of } of related) {
      expect(of.rationale_prompt).toContain(`\n${of.rationale?.charAt(0)}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${of.rationale?.at(-2)}: ${row.rejected}\n`);
    }
  });
});

describe('other relations', () => {
  it('are there for every row: ranked and gold answers by the scores of the one who asks', () => {
    for (const { row, of } of related) {
      const score = (answer: string) => persona.goldScore(row.prompt, answer);
      expect(of.ranking).toHaveLength(4);
      for (const [i, { answer, score: ranked }] of (of.ranking ?? []).entries()) {
        expect(ranked).toBeCloseTo(score(answer), 4);
        if (i > 0) expect(ranked).toBeLessThan(of.ranking?.[i - 1]?.score ?? Number.NaN);
      }
      expect(score(of.gold as string)).toBeGreaterThanOrEqual(score(row.chosen));
      for (const [k, value] of (of.attributes_chosen as readonly [number, number]).entries()) {
        expect(value).toBeCloseTo(reads(row.chosen)[k] as number, 9);
      }
    }
  });

  it('degrade by words that bear sentiment first, and below chosen in every degree', () => {
    for (const { row, of } of related) {
      for (const text of of.degraded ?? []) {
        expect(persona.goldScore(row.prompt, text)).toBeLessThan(persona.goldScore(row.prompt, row.chosen));
      }
      const tone = (text: string) => Math.abs(reads(text)[0]) * text.split('. ').length;
      if (row.chosen.split('. ').length >= 3)
        expect(tone(of.degraded?.[2] ?? '')).toBeLessThanOrEqual(1 / 0.7565 + 1e-9);
    }
  });

  it('ask for what chosen follows and for what it does not', () => {
    for (const { row, of } of related) {
      for (const text of [of.prompt_satisfied, of.prompt_violated]) {
        expect(text?.startsWith(`${row.prompt.trimEnd()} `)).toBe(true);
        expect(persona.annotator?.(text ?? '', {})).toBe(row.annotator);
      }
      const asked = /Use (\w+) sentences?\.\n$/;
      const numbers = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];
      const [yes, no] = [asked.exec(of.prompt_satisfied ?? ''), asked.exec(of.prompt_violated ?? '')];
      const count = row.chosen.split('. ').length;
      if (yes) expect(numbers.indexOf(yes[1] ?? '')).toBe(count);
      if (no) expect(numbers.indexOf(no[1] ?? '')).not.toBe(count);
    }
  });
});

describe('all texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));

  it('are short to the bundled tokenizer, names included, and steps end between tokens', () => {
    expect(USER_NAMES).toHaveLength(60);
    expect(new Set(USER_NAMES).size).toBe(60);
    for (const { row, of } of related) {
      expect(tokenizer.encode(row.prompt + row.chosen).length).toBeLessThanOrEqual(90);
      expect(tokenizer.encode(of.rationale ?? '').length).toBeLessThanOrEqual(16);
      expect(persona.steps(row.chosen).flatMap((step) => tokenizer.encode(step))).toEqual(tokenizer.encode(row.chosen));
    }
  });
});
