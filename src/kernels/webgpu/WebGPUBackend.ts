import {
  type Backend,
  type DeviceLoss,
  type Diagnosis,
  type Executor,
  KernelError,
  type ParameterStore,
} from '../plan/executor.ts';
import type { ParameterLayout, Plan } from '../plan/types.ts';
import { DeviceErrors } from './DeviceErrors.ts';
import { GpuMemory } from './GpuMemory.ts';
import { laneVariant } from './laneVariants.ts';
import { fixedTable, type MatmulClass, tableToVariants, withVariants } from './matmulVariants.ts';
import { Pipelines } from './Pipelines.ts';
import type { KernelTraits } from './program.ts';
import { isSoftwareAdapter } from './softwareAdapter.ts';
import { tuneMatmul } from './tuneMatmul.ts';
import { WebGPUExecutor } from './WebGPUExecutor.ts';
import { WebGPUStore } from './WebGPUStore.ts';

/** Used where present, never required. */
const WANTED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];
/** Raised to whatever the adapter has. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
] as const;

export interface OpenWebGPUOptions {
  readonly diagnosis: Diagnosis;
  readonly generation: number;
  readonly tune?: boolean;
  readonly variants?: Readonly<Record<string, string>>;
  /** For tests: optional features to do without. */
  readonly without?: readonly GPUFeatureName[];
}

export class WebGPUBackend implements Backend {
  readonly name = 'webgpu';
  readonly diagnosis: Diagnosis;
  readonly generation: number;
  readonly lost: Promise<DeviceLoss>;
  /** For TF.js beside us (`registerTensorBackend`) and for measurements. */
  readonly device: GPUDevice;
  readonly memory: GpuMemory;
  readonly #pipelines: Pipelines;
  #traits: KernelTraits;
  /** Classes of product measured so far; undefined: the table stays as it is. */
  readonly #tuned: Set<MatmulClass> | undefined;
  #closed: 'disposed' | 'simulatedLoss' | undefined;

  /** @throws KernelError BACKEND_FAILED when the adapter refuses a device */
  static async open(adapter: GPUAdapter, options: OpenWebGPUOptions): Promise<WebGPUBackend> {
    let device: GPUDevice;
    try {
      device = await adapter.requestDevice({
        label: `alignment playground ${options.generation}`,
        requiredFeatures: WANTED_FEATURES.filter(
          (feature) => adapter.features.has(feature) && !options.without?.includes(feature),
        ),
        requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
      });
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new KernelError('BACKEND_FAILED', { backend: 'webgpu', detail }, cause);
    }
    return new WebGPUBackend(device, options);
  }

  private constructor(device: GPUDevice, options: OpenWebGPUOptions) {
    this.device = device;
    this.diagnosis = options.diagnosis;
    this.generation = options.generation;
    this.lost = device.lost.then(({ reason, message }): DeviceLoss => {
      const expected = this.#closed === 'disposed';
      return { reason: expected ? 'destroyed' : reason === 'destroyed' ? 'unknown' : reason, message, expected };
    });
    const errors = new DeviceErrors(device, this.lost);
    this.memory = new GpuMemory(device, errors);
    this.#pipelines = new Pipelines(device, errors);
    const software = isSoftwareAdapter(device.adapterInfo);
    const table = fixedTable(software, device);
    this.#traits = {
      matmul: withVariants(table, options.variants ?? {}, device),
      lanes: laneVariant(software, device.features),
    };
    // A remembered choice is kept exactly: measuring again could change it.
    // One that names no product is of another backend, and no choice here.
    const isChosen = Object.keys(options.variants ?? {}).some((name) => name in tableToVariants(table));
    this.#tuned = options.tune && !isChosen ? new Set() : undefined;
  }

  get variants(): Readonly<Record<string, string>> {
    return tableToVariants(this.#traits.matmul);
  }

  createStore(layout: ParameterLayout, options: { trainable: boolean }): ParameterStore {
    return new WebGPUStore(this.memory, layout, options);
  }

  async prepare(
    plan: Plan,
    store: ParameterStore,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Executor> {
    if (!(store instanceof WebGPUStore))
      throw new KernelError('PLAN_INVALID', { reason: 'the store belongs to another backend' });
    await this.#tune(plan);
    return WebGPUExecutor.prepare(plan, store, this.memory, this.#pipelines, this.#traits, onProgress);
  }

  async #tune(plan: Plan): Promise<void> {
    if (!this.#tuned) return;
    const chosen = await tuneMatmul(plan, this.#tuned, this.memory, this.#pipelines);
    for (const name of chosen.keys()) this.#tuned.add(name);
    this.#traits = { ...this.#traits, matmul: { ...this.#traits.matmul, ...Object.fromEntries(chosen) } };
  }

  allocations(): { count: number; bytes: number } {
    return this.memory.allocations;
  }

  dispose(options: { simulateLoss?: boolean } = {}): void {
    this.#closed ??= options.simulateLoss ? 'simulatedLoss' : 'disposed';
    this.device.destroy();
  }

  /** For tests and measurements: the variants of the next `prepare`. What is not given stays. */
  setTraits(traits: Partial<KernelTraits>): void {
    this.#traits = { ...this.#traits, ...traits };
  }
}
