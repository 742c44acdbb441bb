import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadWorldSet } from '../../src/engine/data/preferenceSet.ts';
import type { Experiment } from '../../src/engine/experiment/schema.ts';
import { recipeChanges } from '../../src/engine/experiment/worldKnobs.ts';
import { type ExportedFolder, exportFolder } from '../../src/engine/export/exportFolder.ts';
import { loadModel } from '../../src/engine/model/loadModel.ts';
import { functionSource } from '../../src/engine/model/modelSource.ts';

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));

/** The export of an experiment on a bundled model and set, from the files of this repository. @throws EngineError */
export async function exportBundled(experiment: Experiment): Promise<ExportedFolder> {
  const folder = (path: string) => functionSource((file) => readFile(join(publicFolder, path, file)));
  const source = folder(`models/${experiment.model}`);
  return exportFolder({
    experiment,
    source,
    model: await loadModel(source),
    set: await loadWorldSet(folder(`datasets/${experiment.data}`), experiment.data, recipeChanges(experiment)),
    address: '',
    breathe: async () => undefined,
  });
}
