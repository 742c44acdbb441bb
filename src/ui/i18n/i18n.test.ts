import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHODS, PRESETS, SETTINGS } from '../../engine/index.ts';
import { DATASET_IDS, MODEL_IDS, OWN_DATA } from '../controls/catalogue.ts';
import { dataReport } from '../state/__fixtures__/dataReport.ts';
import { ERRORS } from './errors.en.ts';
import { formatBytes, formatDuration, formatFixed, formatPercent, formatSetting, formatValue } from './numbers.ts';
import { text } from './text.ts';

describe('sentences', () => {
  // The type already asks for one entry a code; this one reads the codes themselves, in case the type is widened.
  const codes = [
    ...readFileSync(new URL('../../engine/errors.ts', import.meta.url), 'utf8').matchAll(/\| '([A-Z_]+)'/g),
  ].map((match) => match[1]);

  it('exist for every error code, even without data', () => {
    expect(codes.length).toBeGreaterThan(20);
    expect(Object.keys(ERRORS).sort()).toEqual([...codes].sort());
    for (const sentences of Object.values(ERRORS)) {
      for (const part of [sentences.title({}), sentences.why({}), sentences.next({})]) {
        expect(part.length).toBeGreaterThan(10);
        expect(part).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  });

  it('say why a file cannot be read, for every reason that the engine gives', () => {
    const source = readFileSync(new URL('../../engine/data/importers/formats/formatError.ts', import.meta.url), 'utf8');
    const reasons = [...source.matchAll(/\| '([a-z0-9_]+)'/g)].map((match) => match[1] ?? '');
    expect(reasons.length).toBeGreaterThan(8);
    const said = reasons.map((reason) => ERRORS.DATA_UNREADABLE.why({ name: 'a', reason, detail: '' }));
    expect(new Set(said).size).toBe(reasons.length);
    expect(said).not.toContain(ERRORS.DATA_UNREADABLE.why({ reason: 'another' }));
  });

  it('say of a file without any record what it is not, rather than ask for its fields', () => {
    const guess = text.data.guess(dataReport({ fields: [], isRecognised: false, rows: 0, accepted: 0 }));
    expect(guess).toContain('no line of it is a JSON object');
    expect(guess).not.toContain('rename');
    expect(text.data.guess(dataReport({ fields: ['a'], isRecognised: false }))).toContain('The fields (a)');
  });

  it('say of a reading what fields it leaves out, and what to call those that may be answers', () => {
    const fields = ['question', 'good', 'bad'];
    const renaming = { from: ['good', 'bad'], to: ['chosen', 'rejected'] } as const;
    const report = dataReport({ fields, unread: ['good', 'bad'], renaming, shape: 'prompts', kind: 'prompts' });
    expect(text.data.guess(report)).toContain('recognised by the fields question. ');
    expect(text.data.unread(report.unread)).toBe('Left unread: good, bad.');
    expect(text.data.renaming(renaming)).toBe(
      'good, bad hold texts. If the better answer and the worse answer are among them, give them the names chosen and rejected in the file and open it again: then these are pairs.',
    );
    expect(text.data.renaming({ from: ['bad'], to: ['rejected'] })).toContain(
      'bad holds texts. If that is the worse answer, give it the name rejected in',
    );
  });

  it('say why rows were left out, for every problem that the protocol names', () => {
    const source = readFileSync(new URL('../../engine/protocol/importProtocol.ts', import.meta.url), 'utf8');
    const comment = /Stable: ([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
    const problems = [...comment.matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? '');
    expect(problems.length).toBeGreaterThan(15);
    for (const problem of problems) expect(text.data.reason(problem, 3)).not.toBe(`3: ${problem.replaceAll('_', ' ')}`);
  });

  it('exist for every setting of the schema', () => {
    const elsewhere = ['model', 'data', 'data_hash', 'loss', 'objective', 'game'];
    for (const { key } of SETTINGS) if (!elsewhere.includes(key)) expect(text.settings[key], key).toHaveLength(2);
  });

  it('exist for everything bundled, and for every preset’s model and data', () => {
    for (const id of MODEL_IDS) expect(text.models[id], id).toHaveLength(2);
    for (const id of [...DATASET_IDS, OWN_DATA]) expect(text.datasets[id], id).toHaveLength(2);
    for (const { changes } of PRESETS) {
      if (changes.data !== undefined) expect(DATASET_IDS).toContain(changes.data);
      if (changes.model !== undefined) expect(MODEL_IDS).toContain(changes.model);
    }
    expect(METHODS.length).toBeGreaterThan(0);
  });
});

describe('numbers', () => {
  it('are written for people', () => {
    expect(formatValue(1.8342)).toBe('1.83');
    expect(formatValue(-0.0421)).toBe('\u22120.0421');
    expect(formatValue(0.0000312)).toBe('3.1e\u22125');
    expect(formatFixed(-0)).toBe('0.00');
    expect(formatPercent(0.62)).toBe('62\u202f%');
    expect(formatBytes(640_000)).toBe('640 kB');
    expect([3, 42, 200, 7200].map(formatDuration)).toEqual(['3 s', '40 s', '3 min', '2 h']);
  });

  it('of settings keep every digit and can be typed back', () => {
    for (const value of [0.0003, 1e-6, 0.1, 120, 4294967295, 0.99999]) expect(Number(formatSetting(value))).toBe(value);
  });
});
