import { type DeviceLoss, KernelError } from '../plan/executor.ts';

/** How long a rejected call waits for the news that the device is gone. */
const LOSS_DELAY_MS = 1000;

/**
 * Collects what a device reports late. WebGPU errors do not throw: a launch that fails leaves old numbers behind and looks
 * fast. Everything that touches the device runs inside `guard`; whoever hands out numbers awaits `check` first.
 */
export class DeviceErrors {
  readonly #device: GPUDevice;
  readonly #pending = new Set<Promise<void>>();
  #first: KernelError | undefined;
  readonly #lost: Promise<DeviceLoss>;
  #loss: DeviceLoss | undefined;

  constructor(device: GPUDevice, lost: Promise<DeviceLoss>) {
    this.#device = device;
    this.#lost = lost;
    device.addEventListener('uncapturederror', (event) => this.#record(event.error, 'uncaptured'));
    void lost.then((loss) => {
      this.#loss = loss;
    });
  }

  /** Runs synchronous device calls; errors they cause later reject the next `check`. */
  guard<Result>(what: string, calls: () => Result): Result {
    this.#device.pushErrorScope('validation');
    this.#device.pushErrorScope('out-of-memory');
    try {
      return calls();
    } finally {
      for (let scope = 0; scope < 2; scope++) this.#track(what, this.#device.popErrorScope());
    }
  }

  /** Waits for the guarded calls so far. @throws KernelError the first error since the last check, or GPU_LOST */
  async check(): Promise<void> {
    await Promise.all(this.#pending);
    if (this.#loss) throw this.lossError();
    const first = this.#first;
    this.#first = undefined;
    if (first) throw first;
  }

  /** For a promise of the device that was rejected, which happens when the device goes away. */
  async explain(cause: unknown): Promise<KernelError> {
    // The rejection may arrive before the loss does, and the loss takes a round trip through the browser.
    await Promise.race([this.#lost, new Promise((resolve) => setTimeout(resolve, LOSS_DELAY_MS))]);
    if (this.#loss) return this.lossError(cause);
    if (this.#first) return this.#first;
    return new KernelError('BACKEND_FAILED', { detail: cause instanceof Error ? cause.message : String(cause) }, cause);
  }

  lossError(cause?: unknown): KernelError {
    const { reason = 'unknown', message = '' } = this.#loss ?? {};
    return new KernelError('GPU_LOST', { reason, detail: message }, cause);
  }

  #track(what: string, scope: Promise<GPUError | null>): void {
    const done = scope.then(
      (error) => {
        if (error) this.#record(error, what);
      },
      () => {}, // Only when the device is lost, which `lost` reports.
    );
    this.#pending.add(done);
    void done.then(() => this.#pending.delete(done));
  }

  #record(error: GPUError, what: string): void {
    const code = error instanceof GPUOutOfMemoryError ? 'OUT_OF_MEMORY' : 'BACKEND_FAILED';
    this.#first ??= new KernelError(code, { what, detail: error.message });
  }
}
