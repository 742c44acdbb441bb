import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJsonl, importJsonl } from './importJsonl.ts';

const PAIR = { prompt: 'Q\n', chosen: 'yes', rejected: 'no' };
const ALL = {
  ranking: [
    { answer: 'yes', score: 1.5 },
    { answer: 'well', score: 0 },
    { answer: 'no', score: -1 },
  ],
  gold: 'yes, gladly',
  rationale: 'A is more polite.',
  rationale_prompt: 'Q\nA: yes\nB: no\nWhy?\n',
  prompt_satisfied: 'Q Agree.\n',
  prompt_violated: 'Q Deny.\n',
  synthesised_prompt: 'Q Agree. Be brief.\n',
  synthesised_chosen: 'yes',
  synthesised_rejected: 'no, never at all',
  attributes_chosen: [1, -0.5],
  attributes_rejected: [-1, 0.25],
  probability: 0.75,
  degraded: ['ye', 'y'],
};
const line = (fields: object) => JSON.stringify({ ...PAIR, ...fields });
const imported = (fields: object) => importJsonl(line(fields));

describe('relations of imported rows', () => {
  it('are read flat beside the pair, and written back the same', () => {
    const { rows, problems } = imported({ ...ALL, margin: 3 });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ ...PAIR, relations: ALL }]);
    expect(canonicalJsonl(rows)).toBe(line(ALL));
  });

  it('may be any part of them; null counts as absent; order in the file does not matter', () => {
    for (const name of ['ranking', 'gold', 'rationale', 'probability', 'degraded'] as const) {
      expect(imported({ [name]: ALL[name] }).rows).toEqual([{ ...PAIR, relations: { [name]: ALL[name] } }]);
    }
    expect(imported({ gold: null, probability: null, attributes_chosen: null }).rows).toEqual([PAIR]);
    const { gold, ranking, probability } = ALL;
    const [first, second] = [imported({ probability, gold, ranking }), imported({ gold, ranking, probability })];
    expect(canonicalJsonl(first.rows)).toBe(canonicalJsonl(second.rows));
  });

  it('are sorted best first, equal scores in their order, and hold nothing else', () => {
    const [yes, well, no] = ALL.ranking;
    const also = { answer: 'also', score: 0 };
    const { rows } = imported({ ranking: [no, { ...well, more: 1 }, yes, also] });
    expect(rows[0]?.relations?.ranking).toEqual([yes, well, also, no]);
  });

  it.each([
    [{ ranking: 'yes' }, 'wrong_type', 'ranking'],
    [{ ranking: [] }, 'too_few', 'ranking'],
    [{ ranking: ALL.ranking.slice(0, 1) }, 'too_few', 'ranking'],
    [{ ranking: Array.from({ length: 17 }, (_, i) => ({ answer: `${i}`, score: i })) }, 'too_long', 'ranking'],
    [{ ranking: [ALL.ranking[0], 'no'] }, 'wrong_type', 'ranking[1]'],
    [{ ranking: [ALL.ranking[0], { answer: 'no' }] }, 'wrong_type', 'ranking[1].score'],
    [{ ranking: [ALL.ranking[0], { answer: 'no', score: '1' }] }, 'wrong_type', 'ranking[1].score'],
    [{ ranking: [{ answer: 3, score: 1 }, ALL.ranking[0]] }, 'wrong_type', 'ranking[0].answer'],
    [{ ranking: [ALL.ranking[0], { answer: ' ', score: 1 }] }, 'empty_text', 'ranking[1].answer'],
    [{ ranking: [ALL.ranking[0], { answer: 'yes', score: 0 }] }, 'identical', 'ranking[1].answer'],
    [{ gold: 1 }, 'wrong_type', 'gold'],
    [{ gold: '' }, 'empty_text', 'gold'],
    [{ gold: 'z'.repeat(20_001) }, 'too_long', 'gold'],
    [{ gold: 'no' }, 'identical', 'gold'],
    [{ rationale: ['x'] }, 'wrong_type', 'rationale'],
    [{ rationale_prompt: 'x' }, 'missing_field', 'rationale'],
    [{ rationale: 'x', rationale_prompt: {} }, 'wrong_type', 'rationale_prompt'],
    [{ prompt_satisfied: 'x' }, 'missing_field', 'prompt_violated'],
    [{ prompt_violated: 'x' }, 'missing_field', 'prompt_satisfied'],
    [{ prompt_satisfied: 'x', prompt_violated: 'x' }, 'identical', 'prompt_violated'],
    [{ synthesised_prompt: 'x' }, 'missing_field', 'synthesised_chosen'],
    [{ synthesised_prompt: 'x', synthesised_chosen: 'y' }, 'missing_field', 'synthesised_rejected'],
    [{ synthesised_chosen: 'y', synthesised_rejected: 'z' }, 'missing_field', 'synthesised_prompt'],
    [
      { synthesised_prompt: 'x', synthesised_chosen: 'y', synthesised_rejected: 'y' },
      'identical',
      'synthesised_rejected',
    ],
    [{ attributes_chosen: [1, 2] }, 'missing_field', 'attributes_rejected'],
    [{ attributes_rejected: [1, 2] }, 'missing_field', 'attributes_chosen'],
    [{ attributes_chosen: [1], attributes_rejected: [1, 2] }, 'wrong_type', 'attributes_chosen'],
    [{ attributes_chosen: [1, 2], attributes_rejected: [1, 2, 3] }, 'wrong_type', 'attributes_rejected'],
    [{ attributes_chosen: [1, null], attributes_rejected: [1, 2] }, 'wrong_type', 'attributes_chosen'],
    [{ probability: '0.5' }, 'wrong_type', 'probability'],
    [{ probability: 0 }, 'out_of_range', 'probability'],
    [{ probability: 1 }, 'out_of_range', 'probability'],
    [{ probability: -0.5 }, 'out_of_range', 'probability'],
    [{ degraded: 'ye' }, 'wrong_type', 'degraded'],
    [{ degraded: [] }, 'too_few', 'degraded'],
    [{ degraded: ['ye', 1] }, 'wrong_type', 'degraded[1]'],
    [{ degraded: ['ye', ''] }, 'empty_text', 'degraded[1]'],
  ])('are refused with the field and what was expected: %j', (fields, problem, field) => {
    const { rows, problems, read } = imported(fields);
    expect(rows).toEqual([]);
    expect(read).toBe(1);
    expect(problems).toMatchObject([{ line: 1, problem, field }]);
    expect(problems[0]?.expected).not.toBe('');
  });

  it('are refused where a number is not finite', () => {
    const infinite =
      '{"prompt":"Q","chosen":"a","rejected":"b","ranking":[{"answer":"a","score":1e999},{"answer":"b","score":0}]}';
    expect(importJsonl(infinite).problems).toMatchObject([{ problem: 'wrong_type', field: 'ranking[0].score' }]);
    expect(importJsonl('{"prompt":"Q","chosen":"a","rejected":"b","probability":1e999}').problems).toMatchObject([
      { problem: 'wrong_type', field: 'probability' },
    ]);
  });

  it('survive their own canonical form, whatever they hold, and lose no line', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.double()),
      fc.array(fc.record({ answer: fc.string({ unit: 'binary' }), score: fc.double() }), { maxLength: 4 }),
      ...Object.values(ALL).map((known) => fc.constant(known)),
    );
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(ALL)), value);
    let related = 0;
    fc.assert(
      fc.property(fc.array(fields), (all) => {
        const { rows, problems, read } = importJsonl(all.map(line).join('\n'));
        expect([rows.length + problems.length, read]).toEqual([all.length, all.length]);
        related += rows.filter(({ relations }) => relations !== undefined).length;
        expect(importJsonl(canonicalJsonl(rows)).rows).toEqual(rows);
      }),
    );
    expect(related).toBeGreaterThan(0);
  });

  it('do not touch prototypes', () => {
    const { problems } = importJsonl(
      '{"prompt":"Q","chosen":"a","rejected":"b","ranking":[{"__proto__":{"answer":"x","score":1}},{"answer":"b","score":0}]}',
    );
    expect(problems).toMatchObject([{ problem: 'wrong_type', field: 'ranking[0].answer' }]);
  });
});

describe('rows without relations', () => {
  it('keep their canonical form, so that no data hash changes', () => {
    const text = readFileSync(new URL('../../../public/datasets/style-noisy/train.jsonl', import.meta.url), 'utf8');
    const { rows } = importJsonl(text);
    expect(rows.some((row) => 'relations' in row)).toBe(false);
    expect(`${canonicalJsonl(rows)}\n` === text).toBe(true);
    expect(canonicalJsonl([PAIR, { ...PAIR, score_chosen: 1 }])).toBe(
      '{"prompt":"Q\\n","chosen":"yes","rejected":"no"}\n{"prompt":"Q\\n","chosen":"yes","rejected":"no","score_chosen":1}',
    );
  });
});
