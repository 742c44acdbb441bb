import { loadWorldSet, ownPreferenceSet, type PreferenceSet } from './data/preferenceSet.ts';
import { EngineError } from './errors.ts';
import type { Experiment } from './experiment/schema.ts';
import { recipeChanges } from './experiment/worldKnobs.ts';
import { type LoadedModel, loadModel } from './model/loadModel.ts';
import { loadTokenizer } from './model/loadTokenizer.ts';
import type { ByteProgress, ModelSource } from './model/modelSource.ts';
import type { OwnRows } from './storage/ownRows.ts';

/** Models and preference sets by what an experiment calls them: fetched once, kept while the worker lives. */
export class LoadedSources {
  readonly #source: (folder: string) => ModelSource;
  readonly #ownRows: Pick<OwnRows, 'load'>;
  readonly #models = new Map<string, LoadedModel>();
  readonly #sets = new Map<string, PreferenceSet>();
  readonly #tokenizers = new Map<string, Pick<LoadedModel, 'config' | 'tokenizer'>>();

  constructor(source: (folder: string) => ModelSource, ownRows: Pick<OwnRows, 'load'>) {
    this.#source = source;
    this.#ownRows = ownRows;
  }

  /** @throws EngineError as `loadModel` */
  async model(id: string, onProgress: ByteProgress): Promise<LoadedModel> {
    const model = this.#models.get(id) ?? (await loadModel(this.#source(`models/${id}/`), onProgress));
    this.#models.set(id, model);
    return model;
  }

  /** A model's tokenizer, without its weights where they were not needed yet. @throws EngineError as `loadTokenizer` */
  async tokenizer(id: string): Promise<Pick<LoadedModel, 'config' | 'tokenizer'>> {
    const known = this.#models.get(id) ?? this.#tokenizers.get(id);
    const tokenizer = known ?? (await loadTokenizer(this.#source(`models/${id}/`)));
    this.#tokenizers.set(id, tokenizer);
    return tokenizer;
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
