import { KernelError, type ParameterStore } from '../plan/executor.ts';
import type { FlatName, ParameterLayout } from '../plan/types.ts';
import type { GpuMemory } from './GpuMemory.ts';

const TRAINED: readonly FlatName[] = ['parameters', 'gradients', 'exp_avg', 'exp_avg_sq'];

/** One set of weights as flat GPU buffers. New buffers are zero. */
export class WebGPUStore implements ParameterStore {
  readonly layout: ParameterLayout;
  readonly trainable: boolean;
  readonly #memory: GpuMemory;
  readonly #buffers = new Map<FlatName, GPUBuffer>();

  /** @throws KernelError LIMIT_BUFFER */
  constructor(memory: GpuMemory, layout: ParameterLayout, options: { trainable: boolean }) {
    this.#memory = memory;
    this.layout = layout;
    this.trainable = options.trainable;
    try {
      for (const which of options.trainable ? TRAINED : (['parameters'] as const)) {
        this.#buffers.set(which, memory.storage(which, layout.length * 4));
      }
    } catch (cause) {
      this.dispose();
      throw cause;
    }
  }

  upload(which: FlatName, data: Float32Array): void {
    const buffer = this.buffer(which);
    if (data.length !== this.layout.length) {
      throw new KernelError('PLAN_INVALID', { flat: which, elements: data.length, expected: this.layout.length });
    }
    const { device, errors } = this.#memory;
    errors.guard(`upload ${which}`, () => device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>));
  }

  async download(which: FlatName): Promise<Float32Array> {
    return new Float32Array(await this.#memory.read(this.buffer(which), 0, this.layout.length * 4));
  }

  /** @throws KernelError PLAN_INVALID when a frozen or disposed store is asked */
  buffer(which: FlatName): GPUBuffer {
    const buffer = this.#buffers.get(which);
    if (!buffer) throw new KernelError('PLAN_INVALID', { flat: which, reason: 'the store does not hold this buffer' });
    return buffer;
  }

  dispose(): void {
    for (const buffer of this.#buffers.values()) this.#memory.destroy(buffer);
    this.#buffers.clear();
  }
}
