import { measureTokens } from './data/importers/measureTokens.ts';
import { EngineError } from './errors.ts';
import type { Hub } from './hub/Hub.ts';
import { readHubSet } from './hub/hubAddress.ts';
import type { LoadedSources } from './loadedSources.ts';
import type { DataReport, EngineEvent, ImportCommand } from './protocol.ts';
import type { OwnRows } from './storage/ownRows.ts';

export interface ImportEnvironment {
  emit(event: EngineEvent): void;
  readonly ownRows: OwnRows;
  /** Absent where the Hub cannot be asked (Node). */
  readonly hub?: Hub;
  breathe(): Promise<void>;
}

/** Progress is told this often at most, in bytes. */
const PROGRESS_BYTES = 2 ** 18;

/** Everything about rows that a person brings: read, read otherwise, looked at, measured, fetched from the Hub. Of no run. */
export class ImportDesk {
  readonly #environment: ImportEnvironment;
  readonly #sources: LoadedSources;
  #hubTask: AbortController | null = null;
  /** Of the newest question for token lengths: those before it end quietly. */
  #measuring = 0;

  constructor(environment: ImportEnvironment, sources: LoadedSources) {
    this.#environment = environment;
    this.#sources = sources;
  }

  /** @throws EngineError as `OwnRows`, `Hub` and `LoadedSources.tokenizer` do */
  async handle(command: ImportCommand): Promise<void> {
    const { ownRows } = this.#environment;
    switch (command.type) {
      case 'import':
        return this.#report(await ownRows.import(command.name, command.content, command.wanted));
      case 'reread':
        return this.#report(await ownRows.reread(command.shape));
      case 'rows': {
        const { hash, from, count } = command;
        const rows = (await ownRows.shown(hash)) ?? [];
        this.#environment.emit({ type: 'rows', hash, from, rows: rows.slice(from, from + count) });
        return;
      }
      case 'measureData':
        return this.#measure(command);
      case 'listHub':
      case 'importHub':
        return this.#askHub(command);
      case 'cancelHub':
        this.#hubTask?.abort();
        this.#hubTask = null;
        this.#environment.emit({ type: 'hubCancelled' });
    }
  }

  #report(report: DataReport | null): void {
    if (report !== null) this.#environment.emit({ type: 'data', report });
  }

  async #measure({ hash, model, maxLength }: Extract<ImportCommand, { type: 'measureData' }>): Promise<void> {
    const own = ++this.#measuring;
    const rows = await this.#environment.ownRows.shown(hash);
    if (rows === null) throw new EngineError('DATA_HASH_MISMATCH', { wanted: hash });
    const { tokenizer, config } = await this.#sources.tokenizer(model);
    const breathe = async () => {
      await this.#environment.breathe();
      if (own !== this.#measuring) throw OVERTAKEN;
    };
    try {
      const tokens = await measureTokens(tokenizer, rows, Math.min(maxLength, config.contextLength), breathe);
      // As asked for, so that the page knows its answer.
      this.#environment.emit({ type: 'dataTokens', tokens: { ...tokens, hash, model, maxLength } });
    } catch (failure) {
      if (failure !== OVERTAKEN) throw failure;
    }
  }

  /** One at a time: a new question ends the one before it. */
  async #askHub(command: Extract<ImportCommand, { type: 'listHub' | 'importHub' }>): Promise<void> {
    const { hub, ownRows, emit } = this.#environment;
    const set = readHubSet(command.dataset, command.revision);
    if (hub === undefined) throw new EngineError('HUB_OFFLINE', { ...set });
    this.#hubTask?.abort();
    const task = new AbortController();
    this.#hubTask = task;
    try {
      if (command.type === 'listHub') {
        const { files, others } = await hub.list(set, task.signal);
        if (!task.signal.aborted) emit({ type: 'hubFiles', ...set, files, others });
        return;
      }
      const { file, wanted } = command;
      let told = 0;
      const bytes = await hub.read(set, file, task.signal, (loaded, isCached) => {
        if (loaded < file.bytes && loaded - told < PROGRESS_BYTES) return;
        told = loaded;
        emit({ type: 'hubProgress', loaded, total: file.bytes, isCached });
      });
      if (task.signal.aborted) return;
      const name = `${set.dataset}@${set.revision}/${file.path}`;
      this.#report(await ownRows.import(name, bytes, wanted));
    } catch (failure) {
      if (!task.signal.aborted) throw failure;
    } finally {
      if (this.#hubTask === task) this.#hubTask = null;
    }
  }
}

const OVERTAKEN = new Error('another question came');
