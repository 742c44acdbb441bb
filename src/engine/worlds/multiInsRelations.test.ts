import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { followed } from '../testing/followed.ts';
import { correlation, mean, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { multiIns } from './multiIns.ts';
import type { PreferenceRow } from './types.ts';

const KNOBS = { epsilon: 0.2 };
const OPTIONS = { seed: 5, answers: 4, degrees: 4 };
const random = randomStream(11, 'multi_ins relations test');
const rows = Array.from({ length: 600 }, () => multiIns.pair(random, KNOBS));
const related = rows.map((row) => ({ row, of: relate(row) }));

function relate(row: PreferenceRow, options: Partial<typeof OPTIONS> & { rationale?: 'generic' | 'wrong' } = {}) {
  return multiIns.relate(row, KNOBS, { ...OPTIONS, ...options }) as Required<ReturnType<typeof multiIns.relate>>;
}
/** What a prompt asks, a sentence each. */
const sentences = (prompt: string) => prompt.trimEnd().split(/(?<=[?.]) (?=[A-Z])/);

describe('relate', () => {
  it('is the same for the same row and seed, and refuses what is not of this world', () => {
    for (const { row, of } of related.slice(0, 30)) expect(JSON.stringify(relate({ ...row }))).toBe(JSON.stringify(of));
    expect(() => relate({ ...(rows[0] as PreferenceRow), prompt: '7+5=' })).toThrow(RangeError);
  });

  it('ranks as many answers as a prompt has scores, four at most', () => {
    for (const { row, of } of related) {
      const scores = of.ranking.map(({ score }) => score);
      expect(scores).toEqual([...new Set(scores)].sort((a, b) => b - a));
      const instructions = sentences(row.prompt).length - 1;
      expect(scores.length).toBeLessThanOrEqual(Math.min(4, instructions + 1));
      expect(scores.length).toBeGreaterThanOrEqual(2);
      if (instructions < 3) expect(scores.length).toBe(instructions + 1);
      for (const { answer, score } of of.ranking) {
        const share = mean(followed(row.prompt, answer).map(Number));
        expect(score).toBeCloseTo((share - 0.651) / 0.323, 4);
      }
    }
  });

  it('has an answer that follows no less than chosen', () => {
    const share = (prompt: string, answer: string) => mean(followed(prompt, answer).map(Number));
    for (const { row, of } of related) {
      expect(share(row.prompt, of.gold)).toBeGreaterThanOrEqual(share(row.prompt, row.chosen));
    }
  });
});

describe('instructed prompts', () => {
  it('differ in one instruction: chosen follows all of the one, and all but that of the other', () => {
    for (const { row, of } of related) {
      const [yes, no] = [sentences(of.prompt_satisfied), sentences(of.prompt_violated)];
      expect(followed(of.prompt_satisfied, row.chosen), of.prompt_satisfied + row.chosen).not.toContain(false);
      const holds = followed(of.prompt_violated, row.chosen);
      expect(
        holds.filter((each) => !each),
        of.prompt_violated + row.chosen,
      ).toHaveLength(1);
      expect(holds.at(-1)).toBe(false);
      expect(yes.slice(0, -1)).toEqual(no.slice(0, -1));
      expect(yes[0]).toBe(sentences(row.prompt)[0]);
      for (const kept of yes.slice(1, -1)) expect(sentences(row.prompt)).toContain(kept);
      // Both are prompts of this world, which its verifier reads.
      expect(multiIns.verify?.(of.prompt_satisfied, row.chosen)).toBe(1);
      expect(multiIns.verify?.(of.prompt_violated, row.chosen)).toBeCloseTo(1 - 1 / holds.length, 12);
    }
  });

  it('keep what chosen follows, unless it is of the kind that differs', () => {
    for (const { row, of } of related) {
      const kept = sentences(of.prompt_satisfied).length - 2;
      expect(kept).toBeGreaterThanOrEqual(followed(row.prompt, row.chosen).filter(Boolean).length - 1);
    }
  });

  it('differ by every kind of instruction', () => {
    const kinds = related.map(({ of }) =>
      sentences(of.prompt_violated)
        .at(-1)
        ?.replace(/(word \w+|\d+|big|small|".").*/, ''),
    );
    expect(new Set(kinds)).toEqual(
      new Set(['Use the ', 'Do not use the ', 'At most ', 'At least ', 'List ', 'Start with a ', 'End with ']),
    );
  });

  it('are left out for an answer that follows nothing', () => {
    const row = { prompt: 'What is at the park? List 3 things.\n', chosen: ' ', rejected: 'a dog.' };
    expect(relate(row)).not.toHaveProperty('prompt_violated');
  });
});

describe('synthesised pairs', () => {
  /** How many instructions chosen follows and rejected does not, less those the other way round. */
  const gap = (prompt: string, { chosen, rejected }: Pick<PreferenceRow, 'chosen' | 'rejected'>) =>
    followed(prompt, chosen).filter(Boolean).length - followed(prompt, rejected).filter(Boolean).length;

  it('keep the answers and ask for one thing more that separates them, in place of another only where they must', () => {
    let same = 0;
    let longer = 0;
    for (const { row, of } of related) {
      expect([of.synthesised_chosen, of.synthesised_rejected]).toEqual([row.chosen, row.rejected]);
      if (of.synthesised_prompt === row.prompt) {
        same++;
        continue;
      }
      const [before, after] = [sentences(row.prompt), sentences(of.synthesised_prompt)];
      expect(gap(of.synthesised_prompt, row), of.synthesised_prompt).toBeGreaterThan(gap(row.prompt, row));
      expect(followed(of.synthesised_prompt, row.chosen).at(-1)).toBe(true);
      expect(followed(of.synthesised_prompt, row.rejected).at(-1)).toBe(false);
      for (const kept of after.slice(0, -1)) expect(before).toContain(kept);
      expect(before.length - (after.length - 1)).toBeOneOf([0, 1]);
      if (after.length > before.length) longer++;
      // A prompt of this world, which its verifier reads.
      expect(multiIns.verify?.(of.synthesised_prompt, row.chosen)).toBeGreaterThan(0);
    }
    expect(same / related.length).toBeLessThan(0.03);
    expect(longer / related.length).toBeGreaterThan(0.85);
  });

  it('are the pair itself where no instruction separates its answers', () => {
    const row = { prompt: 'What is at the park? List 3 things.\n', chosen: 'a dog.', rejected: 'a dog.' };
    expect(relate(row).synthesised_prompt).toBe(row.prompt);
  });
});

describe('rationale', () => {
  /** The instruction behind "it …", as prompts say it. */
  const asked = (rationale: string) =>
    rationale
      .replace(/^[AB] is better: it /, '')
      .replace('does not use', 'Do not use')
      .replace('uses', 'Use')
      .replace(/^has at/, 'At')
      .replace('lists', 'List')
      .replace('starts', 'Start')
      .replace('ends', 'End');

  it('names an instruction that chosen follows and rejected does not, wherever there is one', () => {
    let named = 0;
    for (const { row, of } of related) {
      const [ofChosen, ofRejected] = [followed(row.prompt, row.chosen), followed(row.prompt, row.rejected)];
      const deciding = sentences(row.prompt)
        .slice(1)
        .filter((_, i) => ofChosen[i] && !ofRejected[i]);
      if (deciding.length > 0) {
        named++;
        expect(deciding).toContain(asked(of.rationale));
      } else expect(of.rationale).toMatch(/^[AB] is (longer|better) than [AB]\.$/);
      expect(of.rationale_prompt).toContain(`\n${of.rationale.charAt(0)}: ${row.chosen}\n`);
      const wrong = relate(row, { rationale: 'wrong' });
      expect(deciding).not.toContain(asked(wrong.rationale));
      expect(wrong.rationale).toMatch(/^[AB] is better: it /);
      expect(relate(row, { rationale: 'generic' }).rationale).toMatch(/^[AB] is better than [AB]\.$/);
    }
    expect(named / related.length).toBeGreaterThan(0.75);
  });
});

describe('attributes', () => {
  it('have mean 0 and deviation 1, and are unrelated', () => {
    const draws = Array.from({ length: 4000 }, () => {
      const prompt = multiIns.prompt(random, {});
      return multiIns.attributes?.(prompt, multiIns.candidate(prompt, random, {})) ?? [];
    });
    const [content, form] = [0, 1].map((at) => draws.map((parts) => parts[at] as number)) as [number[], number[]];
    for (const values of [content, form]) {
      expect(Math.abs(mean(values))).toBeLessThan(0.06);
      expect(Math.abs(spread(values) - 1)).toBeLessThan(0.04);
    }
    expect(Math.abs(correlation(content, form))).toBeLessThan(0.06);
  });

  it('are what the answer holds and its form; 0 for what is not asked', () => {
    const prompt = 'What is at the park? Use the word dog. List 2 things. End with "!".\n';
    const [content, form] = multiIns.attributes?.(prompt, 'a dog.') ?? [];
    expect(content).toBeCloseTo((0.5 - 0.651) / 0.362, 9);
    expect(form).toBeCloseTo(-0.651 / 0.362, 9);
    expect(multiIns.attributes?.('What is at the park? List 2 things.\n', 'a dog.')?.[1]).toBe(0);
  });
});

describe('degraded', () => {
  it('lacks more things with every degree, and gold falls', () => {
    for (const { row, of } of related) {
      const scores = [row.chosen, ...of.degraded].map((text) => multiIns.goldScore(row.prompt, text));
      expect(scores[1]).toBeLessThan(scores[0] ?? Number.NaN);
      for (const i of [2, 3]) expect(scores[i], of.degraded[i - 1]).toBeLessThanOrEqual((scores[i - 1] ?? 0) + 1e-9);
    }
  });
});

describe('all texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));

  it('are words and letters to the bundled tokenizer, and short', () => {
    for (const { row, of } of related.slice(0, 300)) {
      for (const text of [of.rationale_prompt, of.rationale, of.prompt_satisfied, of.prompt_violated, of.gold]) {
        for (const id of tokenizer.encode(text)) expect(tokenizer.vocabulary[id]).toMatch(/^▁?["A-Za-z]*$|^[ -~\n]$/);
      }
      for (const answer of [row.chosen, row.rejected]) {
        expect(tokenizer.encode(row.prompt + answer).length).toBeLessThanOrEqual(100);
        const steps = multiIns.steps(answer);
        expect(steps.join('')).toBe(answer);
        expect(steps.length).toBe(answer.split(/, | and /).length);
        expect(steps.flatMap((step) => tokenizer.encode(step))).toEqual(tokenizer.encode(answer));
      }
    }
  });
});
