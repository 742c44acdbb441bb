import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PreferenceRow } from '../../../worlds/types.ts';
import { convertRecords } from '../convertRecords.ts';
import { recognizeShape } from '../recognizeShape.ts';
import { SHAPES } from './index.ts';

const breathe = async () => undefined;
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

async function read(...records: unknown[]) {
  const raw = records.map((value, index) => ({ line: index + 1, value }));
  const { shape, isCertain } = recognizeShape(raw);
  return { shape: shape.id, isCertain, ...(await convertRecords(raw, shape, breathe)) };
}

/** The one row that a record makes. */
async function rowOf(record: unknown): Promise<PreferenceRow | undefined> {
  return (await read(record)).rows[0];
}

async function problemOf(record: unknown) {
  const { problems } = await read(record);
  return problems[0] && [problems[0].problem, problems[0].field];
}

const EXAMPLES: readonly (readonly [string, unknown, PreferenceRow])[] = [
  [
    'pairs',
    {
      prompt: 'Q\n',
      chosen: 'a',
      rejected: 'b',
      ranking: [
        { answer: 'a', score: 1 },
        { answer: 'b', score: 0 },
      ],
      messages: [],
    },
    {
      prompt: 'Q\n',
      chosen: 'a',
      rejected: 'b',
      relations: {
        ranking: [
          { answer: 'a', score: 1 },
          { answer: 'b', score: 0 },
        ],
      },
    },
  ],
  [
    'message_pairs',
    { chosen: [user('Q'), assistant('a')], rejected: [user('Q'), assistant('b')] },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b' },
  ],
  [
    'message_pairs',
    {
      prompt: [{ role: 'system', content: 'Be brief.' }, user('Q')],
      chosen: [assistant('a')],
      rejected: [assistant('b')],
    },
    { prompt: 'Be brief.\nQ\n', chosen: 'a', rejected: 'b' },
  ],
  [
    'message_pairs',
    {
      prompt: 'Q',
      chosen: [user('Q'), assistant('a')],
      rejected: [user('Q'), assistant('b')],
      'chosen-rating': 5,
      'rejected-rating': 3,
    },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b', score_chosen: 5, score_rejected: 3 },
  ],
  [
    'message_pairs',
    {
      chosen: [user('Q1'), assistant('A1'), user('Q2'), assistant('a')],
      rejected: [user('Q1'), assistant('A1'), user('Q2'), assistant('b')],
    },
    { prompt: '\n\nHuman: Q1\n\nAssistant: A1\n\nHuman: Q2\n\nAssistant: ', chosen: 'a', rejected: 'b' },
  ],
  [
    'ultrafeedback',
    { prompt: 'Q', chosen: 'a', rejected: 'b', metadata: { score_chosen: 9, score_rejected: 8 } },
    { prompt: 'Q', chosen: 'a', rejected: 'b', score_chosen: 9, score_rejected: 8 },
  ],
  [
    'ultrafeedback',
    {
      prompt: 'Q',
      chosen: [user('Q'), assistant('a')],
      rejected: [user('Q'), assistant('b')],
      score_chosen: 8.5,
      score_rejected: 4,
    },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b', score_chosen: 8.5, score_rejected: 4 },
  ],
  [
    'ultrafeedback_scored',
    {
      instruction: 'Q',
      completions: [
        { model: 'x', response: 'b', 'fine-grained_score': 2, overall_score: 10 },
        { model: 'y', response: 'a', 'fine-grained_score': 4.5, overall_score: 1 },
        { model: 'z', response: 'c', 'fine-grained_score': 1, overall_score: 5 },
      ],
    },
    {
      prompt: 'Q\n',
      chosen: 'a',
      rejected: 'c',
      score_chosen: 4.5,
      score_rejected: 1,
      relations: {
        ranking: [
          { answer: 'a', score: 4.5 },
          { answer: 'b', score: 2 },
          { answer: 'c', score: 1 },
        ],
      },
    },
  ],
  [
    'dialogues',
    { chosen: '\n\nHuman: Q\n\nAssistant: a', rejected: '\n\nHuman: Q\n\nAssistant: b' },
    { prompt: '\n\nHuman: Q\n\nAssistant:', chosen: ' a', rejected: ' b' },
  ],
  [
    'sharegpt',
    {
      conversations: [{ from: 'human', value: 'Q' }],
      chosen: { from: 'gpt', value: 'a' },
      rejected: { from: 'gpt', value: 'b' },
    },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b' },
  ],
  ['llmbar', { input: 'Q', output_1: 'b', output_2: 'a', label: 2 }, { prompt: 'Q\n', chosen: 'a', rejected: 'b' }],
  [
    'pandalm',
    { instruction: 'Q', input: 'I', response1: true, response2: 'b', annotator1: 1, annotator2: 1, annotator3: 0 },
    { prompt: 'Q\nI\n', chosen: 'true', rejected: 'b' },
  ],
  [
    'alpaca_eval',
    { instruction: 'Q', output_1: 'a', output_2: 'b', preference: '1.0002' },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b' },
  ],
  [
    'instruction_pairs',
    { system: 'S', question: 'Q', chosen: 'a', rejected: 'b' },
    { prompt: 'S\nQ\n', chosen: 'a', rejected: 'b' },
  ],
  [
    'instruction_pairs',
    { instruction: 'Q', input: '', chosen: 'a', rejected: 'b' },
    { prompt: 'Q\n', chosen: 'a', rejected: 'b' },
  ],
  [
    'ranked',
    { prompt: 'Q', responses: ['b', 'a'], scores: [0.1, 0.7] },
    { prompt: 'Q', chosen: 'a', rejected: 'b', score_chosen: 0.7, score_rejected: 0.1 },
  ],
  [
    'ranked',
    {
      prompt: 'Q',
      answers: [
        { answer: 'c', rank: 3 },
        { answer: 'a', rank: 1 },
        { answer: 'b', rank: 2 },
      ],
    },
    {
      prompt: 'Q',
      chosen: 'a',
      rejected: 'c',
      relations: {
        ranking: [
          { answer: 'a', score: -1 },
          { answer: 'b', score: -2 },
          { answer: 'c', score: -3 },
        ],
      },
    },
  ],
  ['ranked', { instruction: 'Q', input: 'I', output: ['a', 'b'] }, { prompt: 'Q\nI\n', chosen: 'a', rejected: 'b' }],
  [
    'step_traces',
    { prompt: 'Q', initial_reason_steps: 'Step 1: x\nStep 2: ', chosen: 'a', rejected: 'b', full_chosen: 'a …' },
    { prompt: 'Q\nStep 1: x\nStep 2: ', chosen: 'a', rejected: 'b' },
  ],
  [
    'step_traces',
    {
      question: { problem: 'Q' },
      label: {
        steps: [
          { completions: [{ text: 's1', rating: 1 }], chosen_completion: 0 },
          {
            completions: [
              { text: 'b', rating: -1 },
              { text: 'a', rating: 1 },
            ],
            chosen_completion: 1,
          },
        ],
      },
    },
    { prompt: 'Q\ns1\n', chosen: 'a', rejected: 'b' },
  ],
];

describe('every shape', () => {
  it.each(EXAMPLES)('%s is recognised by its fields: %j', async (shape, record, row) => {
    expect(await read(record)).toMatchObject({ shape, isCertain: true, rows: [row], problems: [] });
  });

  it('has an example here', () => {
    const shown = new Set([...EXAMPLES.map(([shape]) => shape), 'unpaired', 'prompts']);
    expect(SHAPES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    expect(new Set(SHAPES.map(({ id }) => id)).size).toBe(SHAPES.length);
  });

  it('reads anything without throwing, and loses no record', async () => {
    const names = [
      'prompt',
      'chosen',
      'rejected',
      'messages',
      'label',
      'responses',
      'scores',
      'completions',
      'labels',
      'instruction',
    ];
    const value = fc.oneof(
      fc.json().map((text) => JSON.parse(text) as unknown),
      fc.constantFrom('a', 'b', true, 1),
      fc.constant([user('Q'), assistant('a')]),
    );
    const record = fc.dictionary(fc.constantFrom(...names), value);
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 12 }), fc.constantFrom(...SHAPES), async (records, shape) => {
        const raw = records.map((entry, index) => ({ line: index + 1, value: entry }));
        const { rows, prompts, problems, kind } = await convertRecords(raw, shape, breathe);
        const used = kind === 'prompts' ? prompts.length : rows.length;
        if (shape.id !== 'unpaired' && shape.id !== 'step_traces') expect(used + problems.length).toBe(records.length);
        expect(new Set(problems.map(({ line }) => line)).size).toBe(problems.length);
      }),
      { numRuns: 300 },
    );
  });

  it('falls back to pairs where no field is known, and says what is missing', async () => {
    const { shape, isCertain, problems } = await read({ text: 'a', source: 'b' });
    expect([shape, isCertain]).toEqual(['pairs', false]);
    expect(problems).toMatchObject([{ problem: 'missing_field', field: 'prompt', found: 'text, source' }]);
  });

  it('goes by most records, not by the first', async () => {
    const pair = { prompt: 'Q', chosen: 'a', rejected: 'b' };
    const { shape, problems } = await read({ prompt: 'alone' }, pair, pair);
    expect(shape).toBe('pairs');
    expect(problems).toMatchObject([{ line: 1, field: 'chosen' }]);
  });
});

describe('messages', () => {
  const pair = (messages: readonly unknown[]) => ({
    chosen: [...messages, assistant('a')],
    rejected: [...messages, assistant('b')],
  });

  it('go by any of the names that roles have, in any case', async () => {
    const row = await rowOf({
      conversations: [
        { from: 'System', value: 'S' },
        { from: 'human', value: 'Q1' },
        { from: 'GPT', value: 'A1' },
        { role: 'prompter', content: 'Q2' },
      ],
      chosen: { role: 'assistant', content: 'a' },
      rejected: { from: 'model', value: 'b' },
    });
    expect(row).toEqual({
      prompt: 'S\n\nHuman: Q1\n\nAssistant: A1\n\nHuman: Q2\n\nAssistant: ',
      chosen: 'a',
      rejected: 'b',
    });
  });

  it('may be in parts, all of them texts', async () => {
    const parts = [
      { type: 'text', text: 'one ' },
      { type: 'text', value: 'two' },
    ];
    expect((await rowOf(pair([{ role: 'user', content: parts }])))?.prompt).toBe('one two\n');
    const picture = [{ type: 'image', url: 'x' }];
    expect(await problemOf(pair([{ role: 'user', content: picture }]))).toEqual(['not_text', 'chosen[0].content']);
  });

  it('are refused where a role is unknown, the last is no answer, or the dialogues part early', async () => {
    expect(await problemOf(pair([{ role: 'narrator', content: 'Q' }]))).toEqual(['unknown_role', 'chosen[0]']);
    expect(await problemOf({ chosen: [user('Q')], rejected: [user('Q')] })).toEqual(['no_answer', 'chosen']);
    const early = { chosen: [user('Q'), assistant('a')], rejected: [user('R'), assistant('b')] };
    expect(await problemOf(early)).toEqual(['diverges_early', 'rejected']);
  });
});

describe('rules', () => {
  it('ties and lists without a better answer are left out', async () => {
    const pandalm = { instruction: 'Q', input: '', response1: 'a', response2: 'b' };
    const votes = (...[annotator1, annotator2, annotator3]: number[]) => ({
      ...pandalm,
      annotator1,
      annotator2,
      annotator3,
    });
    expect(await problemOf(votes(0, 0, 1))).toEqual(['tie', 'annotator1, annotator2, annotator3']);
    expect(await problemOf(votes(0, 1, 2))).toEqual(['tie', 'annotator1, annotator2, annotator3']);
    expect((await read(votes(2, 1, 2))).notes).toEqual([{ note: 'majority', count: 1, line: 1 }]);
    expect(await problemOf({ instruction: 'Q', output_1: 'a', output_2: 'b', preference: 1.5 })).toEqual([
      'tie',
      'preference',
    ]);
    expect(await problemOf({ prompt: 'Q', responses: ['a', 'b'], scores: [2, 2] })).toEqual(['tie', 'responses']);
    expect(await problemOf({ input: 'Q', output_1: 'a', output_2: 'b', label: 3 })).toEqual(['wrong_type', 'label']);
  });

  it('equal scores and scores against the label are kept and noted', async () => {
    const pair = (score_chosen: number, score_rejected: number) => ({
      prompt: 'Q',
      chosen: 'a',
      rejected: 'b',
      score_chosen,
      score_rejected,
    });
    const { rows, notes } = await read(pair(2, 1), pair(1, 1), pair(1, 2), pair(1, 3));
    expect(rows).toHaveLength(4);
    expect(notes).toEqual([
      { note: 'equal_scores', count: 1, line: 2 },
      { note: 'scores_disagree', count: 2, line: 3 },
    ]);
  });

  it('a list loses empty and repeated answers, and keeps at most sixteen from best to worst', async () => {
    const short = await read({ prompt: 'Q', responses: ['a', '', 'a', 'b'], scores: [3, 9, 8, 1] });
    expect(short.rows).toEqual([{ prompt: 'Q', chosen: 'a', rejected: 'b', score_chosen: 3, score_rejected: 1 }]);
    expect(short.notes).toMatchObject([{ note: 'list_shortened' }]);
    const many = Array.from({ length: 31 }, (_, i) => i);
    const { rows } = await read({ prompt: 'Q', responses: many.map((i) => `a${i}`), scores: many });
    expect(rows[0]?.relations?.ranking?.map(({ score }) => score)).toEqual(many.filter((i) => i % 2 === 0).reverse());
    expect(await problemOf({ prompt: 'Q', responses: ['a', ' '], scores: [1, 2] })).toEqual(['too_few', 'responses']);
  });

  it('a trace is good where every step is right; good and bad ones of a prompt make a pair', async () => {
    const trace = (labels: boolean[]) => ({
      prompt: 'Q\n',
      completions: labels.map((right, i) => `${i}${right}`),
      labels,
    });
    const { shape, rows, kind } = await read(trace([true, false]), trace([true, true]));
    expect([shape, kind]).toEqual(['step_traces', 'answers']);
    expect(rows).toEqual([{ prompt: 'Q\n', chosen: '0true\n1true', rejected: '0true\n1false' }]);
    expect(await problemOf({ ...trace([true, true]), labels: [true] })).toEqual(['wrong_type', 'labels']);
    const agreed = { question: { problem: 'Q' }, label: { steps: [{ completions: [{ text: 'a', rating: 1 }] }] } };
    expect(await problemOf(agreed)).toEqual(['no_parting', 'label.steps']);
  });

  it('prompts alone are prompts', async () => {
    const { shape, kind, prompts } = await read(
      { prompt: 'A\n' },
      { prompt: [user('B')] },
      { instruction: 'C', input: 'I' },
    );
    expect([shape, kind]).toEqual(['prompts', 'prompts']);
    expect(prompts).toEqual(['A\n', 'B\n', 'C\nI\n']);
    expect(await problemOf({ prompt: [user('B'), assistant('a')] })).toEqual(['no_question', 'prompt']);
  });
});
