import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DATASET_IDS, MODEL_IDS } from './catalogue.ts';

const bundled = async (folder: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../../public/${folder}/index.json`, import.meta.url), 'utf8'));

describe('catalogue', () => {
  it('offers the models and sets that are bundled, in their order', async () => {
    expect(await bundled('models')).toEqual(MODEL_IDS);
    expect(await bundled('datasets')).toEqual(DATASET_IDS);
  });
});
