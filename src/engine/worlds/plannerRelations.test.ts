import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { randomStream } from '../train/rng.ts';
import { planner } from './planner.ts';
import type { PreferenceRow, RationaleQuality } from './types.ts';

const OPTIONS = { seed: 5, answers: 4, degrees: 4 };
const random = randomStream(11, 'planner relations test');
const rows = Array.from({ length: 600 }, () => planner.pair(random, { epsilon: 0.2 }));
const relate = (row: PreferenceRow, rationale?: RationaleQuality) =>
  planner.relate(row, {}, rationale ? { ...OPTIONS, rationale } : OPTIONS);
const related = rows.map((row) => ({ row, of: relate(row) }));
const gold = (row: PreferenceRow, answer: string) => planner.goldScore(row.prompt, answer);

describe('pairs', () => {
  it('have different scores, and follow them but for the flips', () => {
    const right = rows.filter((row) => gold(row, row.chosen) > gold(row, row.rejected)).length;
    expect(rows.every((row) => gold(row, row.chosen) !== gold(row, row.rejected))).toBe(true);
    expect(right / rows.length).toBeGreaterThan(0.7);
    expect(right / rows.length).toBeLessThan(0.88);
  });
});

describe('rationale', () => {
  const prompt = 'hall: cup, bed. shop: shut box, key. garden: hat. you: garden. goal: cup in box.\n';
  const plan = 'go shop\ngo hall\ntake cup\ngo shop\nopen box\nput cup in box';

  it.each([
    ['gets more done', plan, plan.replace('open box\n', '')],
    ['makes up less', plan, `think: cup is in shop\n${plan}`],
    ['repeats less', plan, `go shop\ngo garden\n${plan}`],
    ['wastes less', plan, `${plan}\ngo hall`],
    ['is longer', `think: cup is in hall\n${plan}`, plan],
    ['is better', plan, `think: cup is in hall\n${plan}`],
    ['is better', 'go shop\ngo barn', plan.replace('go hall', 'go shop')],
  ])('names what decides: %s', (name, chosen, rejected) => {
    const { rationale } = relate({ prompt, chosen, rejected });
    if (name === 'is better' && rejected.startsWith('go shop\ngo shop')) expect(rationale).toMatch(/repeats less/);
    else expect(rationale).toMatch(new RegExp(`^[AB] ${name} than [AB]\\.$`));
  });

  it('names another thing when it is to be wrong, and nothing when generic', () => {
    const row = { prompt, chosen: plan, rejected: `think: cup is in shop\n${plan}` };
    expect(relate(row, 'wrong').rationale).not.toContain('makes up');
    expect(relate(row, 'generic').rationale).toMatch(/^[AB] is better than [AB]\.$/);
  });

  it('calls chosen by the letter under which it is shown', () => {
    for (const { row, of } of related) {
      expect(of.rationale_prompt).toContain(`\n${of.rationale?.charAt(0)}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${of.rationale?.at(-2)}: ${row.rejected}\n`);
    }
  });
});

describe('instructed prompts', () => {
  const NUMBERS: Record<string, number> = { two: 2, four: 4, six: 6, ten: 10 };
  /** Written apart from the instructions. */
  function follows(prompt: string, answer: string): boolean {
    const asked = /\. ([A-Z][^.]*)\.\n$/.exec(prompt)?.[1] ?? '';
    const not = asked.startsWith('Do not ');
    const lines = answer.split('\n');
    const limit = /^Use (at most|more than) (\w+) lines$/.exec(asked);
    if (limit) return lines.length <= (NUMBERS[limit[2] as string] as number) === (limit[1] === 'at most');
    const room = /o to the (\w+)$/.exec(asked)?.[1];
    if (room) return lines.some((line) => line === `go ${room}`) !== not;
    if (/ay what you think$/.test(asked)) return answer.includes('think:') !== not;
    throw new Error(`unknown instruction: ${asked}`);
  }

  it('are followed by chosen in one case and not in the other, and are the same task to the simulator', () => {
    for (const { row, of } of related) {
      expect(follows(of.prompt_satisfied as string, row.chosen), of.prompt_satisfied).toBe(true);
      expect(follows(of.prompt_violated as string, row.chosen), of.prompt_violated).toBe(false);
      expect(planner.goldScore(of.prompt_satisfied as string, row.chosen)).toBe(gold(row, row.chosen));
    }
  });
});

describe('ranked, gold and degraded plans', () => {
  it('are ordered by score', () => {
    const ranked = related.flatMap(({ row, of }) => (of.ranking ? [{ row, ranking: of.ranking }] : []));
    expect(ranked.length / rows.length).toBeGreaterThan(0.95);
    for (const { row, ranking } of ranked) {
      expect(ranking).toHaveLength(4);
      for (const [i, { answer, score }] of ranking.entries()) {
        expect(score).toBeCloseTo(gold(row, answer), 4);
        if (i > 0) expect(score).toBeLessThan(ranking[i - 1]?.score ?? Number.NaN);
      }
    }
    for (const { row, of } of related)
      expect(gold(row, of.gold as string)).toBeGreaterThanOrEqual(gold(row, row.chosen));
  });

  it('are worse than a faultless plan, and on the whole with every degree', () => {
    const sums = [0, 0, 0, 0];
    for (const { row, of } of related) {
      const scores = [row.chosen, ...(of.degraded ?? [])].map((text) => gold(row, text));
      scores.forEach((score, degree) => {
        sums[degree] = (sums[degree] ?? 0) + score;
      });
      // Only a plan without a fault scores above 1.
      if ((scores[0] as number) < 1) continue;
      for (const score of scores.slice(1)) expect(score).toBeLessThan(scores[0] as number);
    }
    const steps = sums.slice(1).map((sum, k) => ((sums[k] as number) - sum) / rows.length);
    expect(Math.min(...steps)).toBeGreaterThan(0.02);
  });
});

describe('all texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));

  it('fit into 256 tokens with room to spare, and steps end between tokens', () => {
    for (const { row, of } of related) {
      expect(tokenizer.encode(row.prompt).length).toBeLessThanOrEqual(100);
      expect(tokenizer.encode(row.chosen).length).toBeLessThanOrEqual(150);
      expect(tokenizer.encode(of.rationale ?? '').length).toBeLessThanOrEqual(16);
      expect(planner.steps(row.chosen).flatMap((step) => tokenizer.encode(step))).toEqual(tokenizer.encode(row.chosen));
    }
  });
});
