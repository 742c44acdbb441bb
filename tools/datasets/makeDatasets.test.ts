import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importJsonl } from '../../src/engine/data/importJsonl.ts';
import { sha256HexOfText } from '../../src/engine/data/sha256.ts';
import { DATASETS, DATASETS_FOLDER, datasetRows, jsonLines, ROWS } from './makeDatasets.ts';

const read = (path: string) => readFileSync(`${DATASETS_FOLDER}${path}`, 'utf8');

it('index.json lists the sets, the default first', () => {
  expect(JSON.parse(read('index.json'))).toEqual(DATASETS.map(({ id }) => id));
  expect(DATASETS[0]?.id).toBe('style-length-biased');
});

describe.each(DATASETS)('$id', (recipe) => {
  const texts = { train: read(`${recipe.id}/train.jsonl`), heldout: read(`${recipe.id}/heldout.jsonl`) };

  it('is what the generator writes today', () => {
    const { train, heldout } = datasetRows(recipe);
    expect(jsonLines(train.slice(0, 50))).toBe(texts.train.split('\n').slice(0, 50).join('\n').concat('\n'));
    expect(jsonLines(train) === texts.train).toBe(true);
    expect(jsonLines(heldout) === texts.heldout).toBe(true);
  });

  it('has the rows, hashes and knobs that its metadata and card state', () => {
    const sha256 = { train: sha256HexOfText(texts.train), heldout: sha256HexOfText(texts.heldout) };
    expect(JSON.parse(read(`${recipe.id}/dataset.json`))).toEqual({
      ...recipe,
      rows: ROWS.train,
      heldoutRows: ROWS.heldout,
      files: { train: 'train.jsonl', heldout: 'heldout.jsonl' },
      sha256,
      judge: { kappa: recipe.knobs.kappa },
    });
    const card = read(`${recipe.id}/README.md`);
    expect(card).toContain(sha256.train);
    expect(card).toContain(sha256.heldout);
  });

  it('imports without a problem and shares no prompt between its parts', () => {
    const train = importJsonl(texts.train);
    const heldout = importJsonl(texts.heldout);
    expect([...train.problems, ...heldout.problems]).toEqual([]);
    expect([train.rows.length, heldout.rows.length]).toEqual([ROWS.train, ROWS.heldout]);
    const trained = new Set(train.rows.map(({ prompt }) => prompt));
    expect(heldout.rows.filter(({ prompt }) => trained.has(prompt))).toEqual([]);
  });
});
