import type { EngineClient, EngineEvent, HubFile, ShapeId } from '../../engine/index.ts';
import { withSetting } from './experimentState.ts';
import { type HubView, isTrainable, NO_HUB } from './importView.ts';
import type { Stores } from './stores.ts';

/** Rows that a person brings: from a file, a paste or the Hub, read, looked at, and taken over. */
export class Imports {
  private readonly engine: EngineClient;
  private readonly stores: Stores;

  constructor(engine: EngineClient, stores: Stores) {
    this.engine = engine;
    this.stores = stores;
  }

  read(name: string, content: string | Uint8Array): void {
    this.begin();
    this.engine.send({ type: 'import', name, content, ...this.wanted() });
  }

  /** The same file, its fields understood otherwise. */
  readAs(shape: ShapeId): void {
    this.stores.imports.setState({ isReading: true, problem: null });
    this.engine.send({ type: 'reread', shape });
  }

  /** Takes over the rows last read, whatever a link had asked for. */
  adopt(): void {
    const { report } = this.stores.imports.getState();
    if (report === null || !isTrainable(report)) return;
    this.stores.imports.setState({ adopted: report.hash });
    this.stores.experiment.setState(({ experiment }) => ({
      experiment: { ...withSetting(experiment, 'data', 'own'), data_hash: report.hash },
    }));
  }

  /** Rows of the last file, from the `from`-th on. */
  show(from: number, count: number): void {
    const { report } = this.stores.imports.getState();
    if (report !== null) this.engine.send({ type: 'rows', hash: report.hash, from, count });
  }

  /** Token lengths, by the model and the maximum length of the form. */
  measure(): void {
    const { report } = this.stores.imports.getState();
    const { model, max_length } = this.stores.experiment.getState().experiment;
    if (report === null || report.rows === 0) return;
    this.engine.send({ type: 'measureData', hash: report.hash, model, maxLength: max_length });
  }

  /** What a set of the Hub holds: asked for by a click, never by itself. */
  listHub(dataset: string, revision: string): void {
    this.stores.imports.setState({ problem: null, hub: { ...NO_HUB, state: 'listing', dataset, revision } });
    this.engine.send({ type: 'listHub', dataset, revision });
  }

  fetchHub(file: HubFile): void {
    const { hub } = this.stores.imports.getState();
    const { dataset, revision } = hub;
    this.begin();
    this.hub({ state: 'fetching', loaded: 0, total: file.bytes, isCached: false });
    this.engine.send({ type: 'importHub', dataset, revision, file, ...this.wanted() });
  }

  cancelHub(): void {
    this.engine.send({ type: 'cancelHub' });
  }

  /** The worker is gone, and with it what it was doing. */
  forget(): void {
    this.stores.imports.setState(({ hub }) => ({ isReading: false, hub: rested(hub) }));
  }

  /** Whether the event was an answer to one of these. */
  receive(event: EngineEvent): boolean {
    const { imports } = this.stores;
    switch (event.type) {
      case 'data': {
        imports.setState(({ hub }) => ({
          report: event.report,
          isReading: false,
          page: null,
          tokens: null,
          hub: rested(hub),
        }));
        const { data, data_hash } = this.stores.experiment.getState().experiment;
        const isWanted = data === 'own' && data_hash === event.report.hash;
        const isFree = data !== 'own' || data_hash === '';
        // The project's own format is no guess; any other reading is for the person to confirm.
        if (isWanted || (isFree && event.report.shape === 'pairs' && event.report.isGuess)) this.adopt();
        return true;
      }
      case 'rows': {
        const { hash, from, rows } = event;
        if (hash === imports.getState().report?.hash) imports.setState({ page: { hash, from, rows } });
        return true;
      }
      case 'dataTokens':
        if (event.tokens.hash === imports.getState().report?.hash) imports.setState({ tokens: event.tokens });
        return true;
      case 'hubFiles': {
        const { dataset, revision, files, others } = event;
        imports.setState({ hub: { ...NO_HUB, state: 'listed', dataset, revision, files, others } });
        return true;
      }
      case 'hubProgress': {
        const { loaded, total, isCached } = event;
        if (imports.getState().hub.state === 'fetching') this.hub({ loaded, total, isCached });
        return true;
      }
      case 'hubCancelled':
        imports.setState(({ hub }) => ({ isReading: false, hub: rested(hub) }));
        return true;
      case 'error': {
        const { isReading, hub } = imports.getState();
        const isBusy = isReading || hub.state === 'listing' || hub.state === 'fetching';
        const isOurs = event.runId === null && isBusy && /^(DATA|HUB)_/.test(event.code);
        if (!isOurs) return false;
        imports.setState({ isReading: false, problem: { code: event.code, data: event.data }, hub: rested(hub) });
        return true;
      }
      default:
        return false;
    }
  }

  private begin(): void {
    // What was read before stays until there is something else.
    this.stores.imports.setState({ isReading: true, problem: null });
  }

  private hub(change: Partial<HubView>): void {
    this.stores.imports.setState(({ hub }) => ({ hub: { ...hub, ...change } }));
  }

  /** The hash that the link asks for. */
  private wanted(): { wanted?: string } {
    const { data, data_hash } = this.stores.experiment.getState().experiment;
    return data === 'own' && data_hash !== '' ? { wanted: data_hash } : {};
  }
}

/** Nothing is being asked of the Hub any more; its list stays. */
function rested(hub: HubView): HubView {
  return { ...hub, state: hub.files.length > 0 ? 'listed' : 'idle' };
}
