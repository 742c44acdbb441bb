import { expect, it } from 'vitest';
import { describeRows } from './describeRows.ts';
import { measureTokens } from './measureTokens.ts';

const breathe = async () => undefined;
const row = (prompt: string, chosen: string, rejected: string) => ({ prompt, chosen, rejected });

it('counts lengths in code points, rows that repeat and rows that say the opposite', async () => {
  const rows = [
    row('P', 'long', 'ab'),
    row('P', '😀', 'b'),
    row('P', 'long', 'ab'),
    row('P', 'ab', 'long'),
    row('Q', 'ab', 'long'),
  ];
  expect(await describeRows(rows, breathe)).toEqual({
    chosenLonger: 2,
    equalLength: 1,
    duplicates: 1,
    opposites: 1,
    meanCharacters: { chosen: (4 + 1 + 4 + 2 + 2) / 5, rejected: (2 + 1 + 2 + 4 + 4) / 5 },
  });
});

it('does not call answers to different prompts a repetition', async () => {
  const rows = [row('P', 'a', 'b'), { ...row('P', 'a', 'b'), rejected_prompt: 'Q' }];
  expect(await describeRows(rows, breathe)).toMatchObject({ duplicates: 0, opposites: 0 });
});

/** A token a character, a BOS before and an EOS after. */
const tokenizer = { encode: (text: string) => [...text].map((_, i) => i), bos: 0, eos: 1 };

it('measures tokens as a run sees them: BOS with the prompt, the end token with the answer', async () => {
  const rows = [1, 2, 3, 4].map((n) => row('p'.repeat(10 * n), 'c'.repeat(n), 'r'.repeat(20)));
  // Lengths with 20 for the rejected answer: 1 + 10 n + 21; beyond 50 from n = 3 on.
  expect(await measureTokens(tokenizer, rows, 50, breathe)).toEqual({
    maxLength: 50,
    measured: 4,
    prompt: { median: 21, p95: 41, max: 41 },
    chosen: { median: 3, p95: 5, max: 5 },
    rejected: { median: 21, p95: 21, max: 21 },
    truncated: 2,
    cutAnswers: 0,
  });
  // Of a prompt 16 tokens stay, or all of its 10: with BOS and 21 of the answer that is beyond 30 in every row.
  expect(await measureTokens(tokenizer, rows, 30, breathe)).toMatchObject({ truncated: 4, cutAnswers: 4 });
  // 1 + 10 + 21 fit into 32; a longer prompt still has 16.
  expect(await measureTokens(tokenizer, rows, 32, breathe)).toMatchObject({ truncated: 3, cutAnswers: 3 });
});

it('measures prompts alone, and an even sample of many', async () => {
  const prompts = Array.from({ length: 2500 }, (_, i) => ({ prompt: 'p'.repeat(1 + (i % 10)) }));
  const { measured, prompt, chosen, truncated } = await measureTokens(tokenizer, prompts, 5, breathe);
  expect(measured).toBe(834); // every third
  expect(prompt).toEqual({ median: 6, p95: 11, max: 11 });
  expect(chosen).toBeNull();
  expect(truncated).toBeGreaterThan(0);
});
