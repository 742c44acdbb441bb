import { describe, expect, it } from 'vitest';
import { convertRecords } from './convertRecords.ts';
import { unpaired } from './shapes/unpaired.ts';

const breathe = async () => undefined;
const read = (...answers: [prompt: string, completion: string, label: boolean][]) =>
  convertRecords(
    answers.map(([prompt, completion, label], index) => ({ line: index + 1, value: { prompt, completion, label } })),
    unpaired,
    breathe,
  );

describe('single answers', () => {
  it('to the same prompt become a pair like any other', async () => {
    const { rows, acrossPrompts, kind } = await read(['P', 'bad', false], ['P', 'good', true]);
    expect(rows).toEqual([{ prompt: 'P', chosen: 'good', rejected: 'bad' }]);
    expect([kind, acrossPrompts]).toEqual(['answers', 0]);
  });

  it('to different prompts are joined in the order of the file, each with its own prompt', async () => {
    const { rows, acrossPrompts, problems } = await read(
      ['P', 'p good', true],
      ['Q', 'q bad', false],
      ['R', 'r good', true],
      ['P', 'p bad', false],
      ['S', 's bad', false],
      ['Q', 'q bad too', false],
    );
    expect(rows).toEqual([
      { prompt: 'P', chosen: 'p good', rejected: 'p bad' },
      { prompt: 'R', rejected_prompt: 'Q', chosen: 'r good', rejected: 'q bad' },
    ]);
    expect(acrossPrompts).toBe(1);
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [5, 'no_partner'],
      [6, 'no_partner'],
    ]);
    expect(problems[0]?.expected).toBe('as many good answers as bad ones');
  });

  it('that are called good and bad are left out', async () => {
    const { rows, problems } = await read(['P', 'a', true], ['P', 'a', false], ['P', 'b', true], ['P', 'c', false]);
    expect(rows).toEqual([{ prompt: 'P', chosen: 'b', rejected: 'c' }]);
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [1, 'contradicted'],
      [2, 'contradicted'],
    ]);
  });

  it('come as message lists, with a tag, and as numbers', async () => {
    const messages = [
      { role: 'user', content: 'Q' },
      { role: 'assistant', content: 'a' },
    ];
    const records = [
      { messages, label: true },
      {
        conversations: [
          { from: 'human', value: 'Q' },
          { from: 'gpt', value: 'b' },
        ],
        kto_tag: false,
      },
      { prompt: [{ role: 'user', content: 'R' }], completion: [{ role: 'assistant', content: 'c' }], label: 1 },
      { prompt: 'R\n', completion: 'd', label: 0 },
    ];
    const { rows } = await convertRecords(
      records.map((value, i) => ({ line: i + 1, value })),
      unpaired,
      breathe,
    );
    expect(rows).toEqual([
      { prompt: 'Q\n', chosen: 'a', rejected: 'b' },
      { prompt: 'R\n', chosen: 'c', rejected: 'd' },
    ]);
  });
});
