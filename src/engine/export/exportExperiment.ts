import type { LoadedSources } from '../loadedSources.ts';
import type { ModelSource } from '../model/modelSource.ts';
import type { EngineCommand, EngineEvent } from '../protocol.ts';
import { exportFolder } from './exportFolder.ts';
import { zipFolder } from './zipFolder.ts';

/**
 * Answers the command: the experiment's folder, zipped.
 *
 * @param source a folder below the site's base
 * @param breathe called between parts of the work, so that commands which wait get their turn
 * @throws EngineError as `LoadedSources.model`, `LoadedSources.set` and `exportFolder`
 */
export async function exportExperiment(
  { experiment, address, metrics }: Extract<EngineCommand, { type: 'exportFolder' }>,
  sources: LoadedSources,
  source: (folder: string) => ModelSource,
  breathe: () => Promise<void>,
): Promise<Extract<EngineEvent, { type: 'folder' }>> {
  const { name, files, hasScript } = await exportFolder({
    experiment,
    address,
    ...(metrics === undefined ? {} : { metrics }),
    model: await sources.model(experiment.model, () => undefined),
    set: await sources.set(experiment),
    source: source(`models/${experiment.model}/`),
    breathe,
  });
  return { type: 'folder', name, file: await zipFolder(name, files, breathe), hasScript };
}
