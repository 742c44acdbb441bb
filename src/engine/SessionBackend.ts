import type { Backend, BackendName, OpenBackendOptions } from '../kernels/index.ts';
import type { EngineEvent } from './protocol.ts';
import type { VariantMemory, Variants } from './storage/variantMemory.ts';

export interface BackendEnvironment {
  emit(event: EngineEvent): void;
  openBackend(options: OpenBackendOptions): Promise<Backend>;
  readonly wasmBaseUrl: string;
  readonly variants: VariantMemory;
}

export interface BackendChoice {
  readonly prefer: 'auto' | BackendName;
  readonly tune: boolean;
  /** Those a run began with: it keeps them, or its curve would depend on where it was cut. */
  readonly variants?: Variants;
}

/** The one backend a session computes on, and which kernel variants it uses. */
export class SessionBackend {
  readonly #environment: BackendEnvironment;
  readonly #beforeClosing: () => Promise<void>;
  readonly #onLoss: () => Promise<void>;
  #backend: Backend | null = null;
  #choice = '';
  #opening: Promise<unknown> = Promise.resolve();

  /**
   * @param beforeClosing ends what runs on the backend before another one takes its place
   * @param onLoss the device went away by itself
   */
  constructor(environment: BackendEnvironment, beforeClosing: () => Promise<void>, onLoss: () => Promise<void>) {
    this.#environment = environment;
    this.#beforeClosing = beforeClosing;
    this.#onLoss = onLoss;
  }

  get current(): Backend | null {
    return this.#backend;
  }

  /** The open one where it fits the choice. One at a time: a page asks what the machine can do and prepares a run in the same breath. */
  open(choice: BackendChoice): Promise<Backend> {
    const open = () => this.#open(choice);
    const opened = this.#opening.then(open, open);
    this.#opening = opened;
    return opened;
  }

  /** After a loss: the old device is gone, and must not be asked again. */
  forget(): void {
    this.#backend = null;
  }

  /** What was measured while the plans were made is this device's from now on, and the run's. */
  async rememberVariants(backend: Backend): Promise<void> {
    await this.#environment.variants.remember(backend.diagnosis, backend.variants);
    this.#emitDevice(backend);
  }

  async #open({ prefer, tune, variants: wanted }: BackendChoice): Promise<Backend> {
    const choice = `${prefer} ${tune}`;
    if (this.#backend === null || this.#choice !== choice || differ(this.#backend.variants, wanted)) {
      await this.#beforeClosing();
      this.#backend?.dispose();
      this.#backend = null;
      const backend = await this.#environment.openBackend({
        prefer,
        tune,
        wasmBaseUrl: this.#environment.wasmBaseUrl,
        variants: async (diagnosis) => wanted ?? (tune ? this.#environment.variants.recall(diagnosis) : undefined),
      });
      this.#backend = backend;
      this.#choice = choice;
      void backend.lost.then((loss) => {
        if (!loss.expected && this.#backend === backend) return this.#onLoss();
      });
    }
    this.#emitDevice(this.#backend);
    return this.#backend;
  }

  #emitDevice({ diagnosis, name, variants, generation }: Backend): void {
    this.#environment.emit({ type: 'device', diagnosis, backend: name, variants, generation });
  }
}

/** Whether a run that wants these variants cannot go on with those in use. Variants of other kinds of backend do not count. */
function differ(used: Variants, wanted: Variants | undefined): boolean {
  return Object.entries(wanted ?? {}).some(([kernel, variant]) => kernel in used && used[kernel] !== variant);
}
