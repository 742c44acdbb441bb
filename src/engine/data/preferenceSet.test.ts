import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { functionSource, type ModelSource } from '../model/modelSource.ts';
import { loadWorldSet, ownPreferenceSet } from './preferenceSet.ts';

const folder = fileURLToPath(new URL('../../../public/datasets/', import.meta.url));
const bundled = (id: string) => functionSource((path) => readFile(`${folder}${id}/${path}`));
const UNCHANGED = { knobs: {}, seed: null };

/** A bundled set whose card is changed on the way. */
function withCard(id: string, change: (card: Record<string, unknown>) => Record<string, unknown>): ModelSource {
  return functionSource(async (path) => {
    const file = await readFile(`${folder}${id}/${path}`);
    if (path !== 'dataset.json') return file;
    return new TextEncoder().encode(JSON.stringify(change(JSON.parse(file.toString('utf8')))));
  });
}

describe('loadWorldSet', () => {
  it('reads the committed rows with the set’s own knobs and its world as judge', async () => {
    const set = await loadWorldSet(bundled('style-noisy'), 'style-noisy', UNCHANGED);
    expect(set.train).toHaveLength(2400);
    expect(set.heldout).toHaveLength(400);
    expect(set.world?.id).toBe('style');
    expect(set.knobs.epsilon).toBe(0.3);
    const trained = new Set(set.train.map(({ prompt }) => prompt));
    expect(set.heldout.filter(({ prompt }) => trained.has(prompt))).toEqual([]);
  });

  it('generates the very rows that are committed when the knobs are the same', async () => {
    const committed = await loadWorldSet(bundled('style-length-biased'), 'style-length-biased', UNCHANGED);
    // The card says κ = 0.5 and the link says what it was, so rows are made anew with the knobs that the files were made with.
    const otherCard = withCard('style-length-biased', (card) => ({ ...card, knobs: { kappa: 0.5, epsilon: 0 } }));
    const generated = await loadWorldSet(otherCard, 'style-length-biased', {
      ...UNCHANGED,
      knobs: { kappa: committed.knobs.kappa ?? 0, epsilon: null },
    });
    expect(generated.knobs).toEqual(committed.knobs);
    expect(generated.train).toEqual(committed.train);
    expect(generated.heldout).toEqual(committed.heldout);
  });

  it('takes the committed files when the link repeats their knobs', async () => {
    const files: string[] = [];
    const source = functionSource((path) => {
      files.push(path);
      return readFile(`${folder}style/${path}`);
    });
    const { kappa, epsilon } = (await loadWorldSet(bundled('style'), 'style', UNCHANGED)).knobs;
    await loadWorldSet(source, 'style', { knobs: { kappa: kappa ?? null, epsilon: epsilon ?? null }, seed: 1 });
    expect(files).toEqual(['dataset.json', 'train.jsonl', 'heldout.jsonl']);
  });

  it('makes labels follow the score the more surely the larger the margin strength is', async () => {
    const agreeing = async (sharpness: number) => {
      const { train } = await loadWorldSet(bundled('style'), 'style', { ...UNCHANGED, knobs: { sharpness } });
      return train.filter(({ score_chosen = 0, score_rejected = 0 }) => score_chosen >= score_rejected).length / 2400;
    };
    const shares = [await agreeing(0.2), await agreeing(5), await agreeing(20)];
    expect(shares[0]).toBeLessThan(0.65);
    expect(shares[1]).toBeGreaterThan(0.9);
    expect(shares[2]).toBeGreaterThan(shares[1] ?? 1);
  });

  it('makes rows anew with other knobs: labels follow length more the larger κ is', async () => {
    const longerShare = async (kappa: number) => {
      const { train, knobs } = await loadWorldSet(bundled('style'), 'style', { ...UNCHANGED, knobs: { kappa } });
      expect(knobs.kappa).toBe(kappa);
      expect(train).toHaveLength(2400);
      return train.filter(({ chosen, rejected }) => chosen.length > rejected.length).length / train.length;
    };
    expect(await longerShare(3)).toBeGreaterThan((await longerShare(0.1)) + 0.1);
  });

  it('says what is missing or wrong, and where', async () => {
    const absent = functionSource(() => Promise.reject(new Error('404')));
    await expect(loadWorldSet(absent, 'none', UNCHANGED)).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      data: { data: 'none', path: 'dataset.json' },
    });
    await expect(
      loadWorldSet(
        withCard('style', ({ seed: _, ...card }) => card),
        'style',
        UNCHANGED,
      ),
    ).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' });
    const otherWorld = withCard('style', (card) => ({ ...card, world: 'nowhere' }));
    await expect(loadWorldSet(otherWorld, 'style', UNCHANGED)).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      data: { path: 'world nowhere' },
    });
    const damaged = functionSource(async (path) => {
      const file = await readFile(`${folder}style/${path}`);
      return path === 'train.jsonl' ? new TextEncoder().encode('{"prompt":"p","chosen":"c"}') : file;
    });
    await expect(loadWorldSet(damaged, 'style', UNCHANGED)).rejects.toMatchObject({
      code: 'DATA_LINE_INVALID',
      data: { data: 'style', line: 1, field: 'rejected' },
    });
  });
});

describe('ownPreferenceSet', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ prompt: `p${i}`, chosen: 'yes', rejected: 'no' }));

  it('holds out every eighth row; nobody judges fresh answers', () => {
    const set = ownPreferenceSet(rows(20));
    expect(set.heldout.map(({ prompt }) => prompt)).toEqual(['p7', 'p15']);
    expect(set.train).toHaveLength(18);
    expect(set.train.map(({ prompt }) => prompt)).not.toContain('p7');
    expect(set.world).toBeNull();
  });

  it('holds out at most 400 rows and loses none', () => {
    const set = ownPreferenceSet(rows(5000));
    expect(set.heldout).toHaveLength(400);
    expect(set.train.length + set.heldout.length).toBe(5000);
  });

  it('refuses fewer rows than a run needs', () => {
    expect(ownPreferenceSet(rows(8)).heldout).toHaveLength(1);
    expect(() => ownPreferenceSet(rows(7))).toThrowError(
      expect.objectContaining({ code: 'DATA_NO_PAIRS', data: { found: 7, needed: 8 } }),
    );
  });
});
