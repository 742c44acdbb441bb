import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJsonl, importJsonl } from './importJsonl.ts';

const GOOD = { prompt: 'Q\n', chosen: 'yes', rejected: 'no' };

describe('importJsonl', () => {
  it('reads rows and keeps only the fields it knows', () => {
    const text = `\u{FEFF}${JSON.stringify({ ...GOOD, score_chosen: 1.5, extra: { a: 1 } })}\r\n\r\n${JSON.stringify(GOOD)}`;
    expect(importJsonl(text)).toEqual({ rows: [{ ...GOOD, score_chosen: 1.5 }, GOOD], problems: [], read: 2 });
  });

  it('says which line, which field, what was found and what was expected', () => {
    const lines = [
      '{"prompt": "x"',
      '[1, 2]',
      JSON.stringify({ prompt: 'x', chosen: 'y' }),
      JSON.stringify({ ...GOOD, chosen: true }),
      JSON.stringify({ ...GOOD, rejected: ' ' }),
      JSON.stringify({ ...GOOD, rejected: 'yes' }),
      JSON.stringify({ ...GOOD, score_chosen: 'high' }),
      JSON.stringify({ ...GOOD, chosen: 'z'.repeat(30_000) }),
      JSON.stringify(GOOD),
    ];
    const { rows, problems, read } = importJsonl(lines.join('\n'));
    expect(rows).toEqual([GOOD]);
    expect(read).toBe(9);
    expect(problems.map(({ line, problem, field }) => [line, problem, field])).toEqual([
      [1, 'not_json', null],
      [2, 'not_object', null],
      [3, 'missing_field', 'rejected'],
      [4, 'wrong_type', 'chosen'],
      [5, 'empty_text', 'rejected'],
      [6, 'identical', 'rejected'],
      [7, 'wrong_type', 'score_chosen'],
      [8, 'too_long', 'chosen'],
    ]);
    expect(problems[3]).toMatchObject({ found: 'true', expected: 'a text' });
  });

  it('never throws, loses no line, and survives its own canonical form', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant(JSON.stringify(GOOD)))),
        (lines) => {
          const { rows, problems, read } = importJsonl(lines.join('\n'));
          expect(rows.length + problems.length).toBe(read);
          expect(importJsonl(canonicalJsonl(rows)).rows).toEqual(rows);
        },
      ),
    );
  });

  it('does not touch prototypes', () => {
    const { rows } = importJsonl('{"__proto__": {"polluted": 1}, "prompt": "a", "chosen": "b", "rejected": "c"}');
    expect(rows).toEqual([{ prompt: 'a', chosen: 'b', rejected: 'c' }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
