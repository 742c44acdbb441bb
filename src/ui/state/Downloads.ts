import { type EngineClient, type EngineEvent, encodeLink } from '../../engine/index.ts';
import { metricsCsv, metricsJson } from '../export/metricsText.ts';
import { shownOrigin } from '../export/shownOrigin.ts';
import { hasPolicy } from './runState.ts';
import type { Stores } from './stores.ts';

/** Hands a file to the person: the browser's download, or a test's pocket. */
export type SaveFile = (name: string, bytes: Uint8Array) => void;

/** What leaves the page as files. */
export class Downloads {
  private readonly engine: EngineClient;
  private readonly stores: Stores;
  private readonly saveFile: SaveFile;

  constructor(engine: EngineClient, stores: Stores, saveFile: SaveFile) {
    this.engine = engine;
    this.stores = stores;
    this.saveFile = saveFile;
  }

  /** Asks for the policy as it is now; it comes back as a file. */
  policy(): void {
    const view = this.stores.run.getState();
    if (hasPolicy(view) && view.runId !== null) this.engine.send({ type: 'exportWeights', runId: view.runId });
  }

  /**
   * Asks for the form's experiment as a folder, with the metrics on screen where they are of just this experiment.
   *
   * @param address the page's own, without a fragment
   */
  folder(address: string): void {
    if (this.stores.machine.getState().folder === 'working') return;
    this.stores.machine.setState({ folder: 'working' });
    const { experiment } = this.stores.experiment.getState();
    const origin = shownOrigin(this.stores);
    const { records } = this.stores.series;
    const isSame = origin !== null && !origin.isChanged && origin.link === encodeLink(experiment);
    const metrics =
      isSame && records.length > 0
        ? { csv: metricsCsv(origin, records), json: metricsJson(origin, records, address) }
        : undefined;
    this.engine.send({ type: 'exportFolder', experiment, address, ...(metrics === undefined ? {} : { metrics }) });
  }

  /** What was said about the last folder is old; one under way is still waited for, unless its worker is gone. */
  forget({ isGone }: { readonly isGone: boolean }): void {
    const { machine } = this.stores;
    if (isGone || machine.getState().folder !== 'working') machine.setState({ folder: 'none' });
  }

  /** The metrics on screen. */
  metrics(kind: 'csv' | 'json', address: string): void {
    const origin = shownOrigin(this.stores);
    if (origin === null) return;
    const { records } = this.stores.series;
    this.text(
      `${origin.name}-metrics.${kind}`,
      kind === 'csv' ? metricsCsv(origin, records) : metricsJson(origin, records, address),
    );
  }

  text(name: string, content: string): void {
    this.saveFile(name, new TextEncoder().encode(content));
  }

  bytes(name: string, content: Uint8Array): void {
    this.saveFile(name, content);
  }

  /** Whether the event was a file that was asked for. A failure is noticed here and told elsewhere. */
  receive(event: EngineEvent): boolean {
    const { machine, run, experiment } = this.stores;
    if (event.type === 'weights') {
      const { model, loss, seed } = run.getState().experiment ?? experiment.getState().experiment;
      this.saveFile(`${model}-${loss}-seed-${seed}-step-${event.step}.safetensors`, event.file);
      return true;
    }
    if (event.type === 'folder') {
      machine.setState({ folder: 'saved' });
      this.saveFile(`${event.name}${event.hasScript ? '-trl' : ''}.zip`, event.file);
      return true;
    }
    const isOurs = event.type === 'error' && event.runId === null; // A folder is of no run.
    if (isOurs && machine.getState().folder === 'working') machine.setState({ folder: 'failed' });
    return false;
  }
}
