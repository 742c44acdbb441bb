import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DATASET_IDS, MODEL_IDS, taughtWorlds } from './catalogue.ts';

const json = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../../public/${path}`, import.meta.url), 'utf8'));
const bundled = (folder: string) => json(`${folder}/index.json`);

describe('catalogue', () => {
  it('offers the models and sets that are bundled, in their order', async () => {
    expect(await bundled('models')).toEqual(MODEL_IDS);
    expect(await bundled('datasets')).toEqual(DATASET_IDS);
  });

  it('says of each model what its card says it was taught', async () => {
    for (const id of MODEL_IDS) {
      const { worlds = ['style'] } = (await json(`models/${id}/model.json`)) as { worlds?: string[] };
      expect(['style', ...taughtWorlds(id)], id).toEqual(worlds);
    }
  });
});
