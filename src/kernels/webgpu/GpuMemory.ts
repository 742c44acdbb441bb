import { KernelError } from '../plan/executor.ts';
import type { DeviceErrors } from './DeviceErrors.ts';

/** Makes and counts buffers, and reads them back. */
export class GpuMemory {
  readonly device: GPUDevice;
  readonly errors: DeviceErrors;
  readonly #alive = new Set<GPUBuffer>();
  /** Staging buffers not in use. */
  readonly #idle: GPUBuffer[] = [];
  #bytes = 0;

  constructor(device: GPUDevice, errors: DeviceErrors) {
    this.device = device;
    this.errors = errors;
  }

  get allocations(): { count: number; bytes: number } {
    return { count: this.#alive.size, bytes: this.#bytes };
  }

  /** @throws KernelError LIMIT_BUFFER; running out of memory rejects the next check of the device's errors */
  storage(label: string, bytes: number): GPUBuffer {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    for (const [limit, available] of Object.entries({ maxStorageBufferBindingSize, maxBufferSize })) {
      if (bytes > available) throw new KernelError('LIMIT_BUFFER', { limit, needed: bytes, available, buffer: label });
    }
    return this.#create(label, bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
  }

  uniform(label: string, bytes: number): GPUBuffer {
    return this.#create(label, bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  }

  destroy(buffer: GPUBuffer): void {
    if (!this.#alive.delete(buffer)) return;
    this.#bytes -= buffer.size;
    buffer.destroy();
  }

  /** A copy of the bytes after all work queued so far. @throws KernelError what the device reported meanwhile */
  async read(buffer: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer> {
    const staging = this.#takeStaging(bytes);
    this.errors.guard('read', () => {
      const encoder = this.device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
      this.device.queue.submit([encoder.finish()]);
    });
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    } catch (cause) {
      this.destroy(staging);
      throw await this.errors.explain(cause);
    }
    const copy = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    this.#idle.push(staging);
    await this.errors.check();
    return copy;
  }

  #create(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    // Multiples of 16, so that any buffer can be bound as vectors.
    const size = Math.max(16, Math.ceil(bytes / 16) * 16);
    const buffer = this.errors.guard(`buffer ${label}`, () => this.device.createBuffer({ label, size, usage }));
    this.#alive.add(buffer);
    this.#bytes += buffer.size;
    return buffer;
  }

  #takeStaging(bytes: number): GPUBuffer {
    const index = this.#idle.findIndex((buffer) => buffer.size >= bytes && buffer.size <= 4 * Math.max(bytes, 1024));
    const [found] = index < 0 ? [] : this.#idle.splice(index, 1);
    return found ?? this.#create('staging', Math.max(bytes, 1024), GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }
}
