import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  DATA_CHOICES,
  DATASET_IDS,
  MODEL_IDS,
  modelOfWorld,
  OWN_DATA,
  taughtWorlds,
  worldOfData,
} from './catalogue.ts';

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
      expect(taughtWorlds(id), id).toEqual(worlds);
    }
  });

  it('has a model for every world that a person can choose', () => {
    for (const { value } of DATA_CHOICES) {
      const world = worldOfData(value);
      if (world !== null)
        expect(
          MODEL_IDS.filter((id) => taughtWorlds(id).includes(world.id)),
          value,
        ).not.toEqual([]);
    }
    expect(modelOfWorld('style')).toBe('nano-1');
    expect(modelOfWorld('cyclic')).toBe('nano-2');
    expect(worldOfData('style-noisy')?.id).toBe('style');
    expect(worldOfData('planner')?.id).toBe('planner');
    expect(worldOfData(OWN_DATA)).toBeNull();
  });
});
