import { loadWorldSet, ownPreferenceSet, type PreferenceSet } from './data/preferenceSet.ts';
import { EngineError } from './errors.ts';
import type { Experiment } from './experiment/schema.ts';
import { recipeChanges } from './experiment/worldKnobs.ts';
import { type LoadedModel, loadModel } from './model/loadModel.ts';
import type { ByteProgress, ModelSource } from './model/modelSource.ts';
import type { OwnRows } from './storage/ownRows.ts';

/** Models and preference sets by what an experiment calls them: fetched once, kept while the worker lives. */
export class LoadedSources {
  readonly #source: (folder: string) => ModelSource;
  readonly #ownRows: OwnRows;
  readonly #models = new Map<string, LoadedModel>();
  readonly #sets = new Map<string, PreferenceSet>();

  constructor(source: (folder: string) => ModelSource, ownRows: OwnRows) {
    this.#source = source;
    this.#ownRows = ownRows;
  }

  /** @throws EngineError as `loadModel` */
  async model(id: string, onProgress: ByteProgress): Promise<LoadedModel> {
    const model = this.#models.get(id) ?? (await loadModel(this.#source(`models/${id}/`), onProgress));
    this.#models.set(id, model);
    return model;
  }

  /** @throws EngineError DATA_HASH_MISMATCH where own rows are not in this browser; else as `loadWorldSet` */
  async set(experiment: Experiment): Promise<PreferenceSet> {
    const { data, data_hash } = experiment;
    if (data === 'own') {
      const rows = await this.#ownRows.load(data_hash);
      if (rows === null) throw new EngineError('DATA_HASH_MISMATCH', { wanted: data_hash });
      return ownPreferenceSet(rows);
    }
    const changes = recipeChanges(experiment);
    const key = JSON.stringify([data, changes]);
    const set = this.#sets.get(key) ?? (await loadWorldSet(this.#source(`datasets/${data}/`), data, changes));
    this.#sets.set(key, set);
    return set;
  }
}
