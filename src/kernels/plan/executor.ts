import type { LoadKernels } from '../wasm/loadKernels.ts';
import type { FlatName, ParameterLayout, Phase, Plan } from './types.ts';

/** The flat buffers of one set of weights on a device. Frozen stores (the reference) hold parameters only. */
export interface ParameterStore {
  readonly layout: ParameterLayout;
  readonly trainable: boolean;
  /** `data` has `layout.length` elements. @throws EngineError-like KernelError on a length mismatch */
  upload(which: FlatName, data: Float32Array): void;
  download(which: FlatName): Promise<Float32Array>;
  dispose(): void;
}

/** Replays one plan on one device. Calls are queued in order; only `read` waits. */
export interface Executor {
  readonly plan: Plan;
  /** Sets an input. Length must match. */
  write(input: string, data: Float32Array | Int32Array): void;
  /** Queues the launches of these phases, in plan order. */
  run(...phases: Phase[]): void;
  /** Waits for queued work, then returns a copy. @throws KernelError when the device reported an error or was lost */
  read(output: string): Promise<Float32Array>;
  /** Zeroes every 'state' value. */
  resetStates(): void;
  dispose(): void;
}

export interface DeviceLoss {
  readonly reason: 'destroyed' | 'unknown';
  readonly message: string;
  /** Whether we closed the device ourselves. */
  readonly expected: boolean;
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** Why WebGPU is or is not used here, as data; the page turns it into words. */
export interface Diagnosis {
  readonly secureContext: boolean;
  readonly gpuApi: boolean;
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
  } | null;
  /** A software adapter works but is slower than WASM: it counts as no GPU unless asked for. */
  readonly softwareAdapter: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly wasm: { readonly available: boolean; readonly simd: boolean };
  readonly verdict:
    | 'webgpu'
    | 'software_adapter'
    | 'insecure_context'
    | 'no_gpu_api'
    | 'no_adapter'
    | 'limit_too_small'
    | 'device_refused';
  readonly detail: string;
}

export interface Backend {
  readonly name: BackendName;
  readonly diagnosis: Diagnosis;
  /** Grows by one with every opened backend of this process; late messages of an earlier one are ignored. */
  readonly generation: number;
  /** Resolves when the device is gone. Never resolves on WASM and CPU. The only truth about device loss. */
  readonly lost: Promise<DeviceLoss>;
  /** Kernel variants in use, by kernel and class, e.g. {'matmul NT large': 'subgroups8x4'}. With `tune`, complete once plans are prepared. */
  readonly variants: Readonly<Record<string, string>>;
  createStore(layout: ParameterLayout, options: { trainable: boolean }): ParameterStore;
  /** Compiles a plan's kernels. `onProgress(done, total)` counts kernels. @throws KernelError SHADER_INVALID, LIMIT_BUFFER, OUT_OF_MEMORY */
  prepare(plan: Plan, store: ParameterStore, onProgress?: (done: number, total: number) => void): Promise<Executor>;
  /** GPU buffers, blocks of WASM memory or TF.js tensors alive: the leak test compares this before and after. */
  allocations(): { readonly count: number; readonly bytes: number };
  /** Test hook and teardown. `simulateLoss` destroys the device as if the driver had. */
  dispose(options?: { simulateLoss?: boolean }): void;
}

export interface OpenBackendOptions {
  /** 'auto' climbs down the ladder WebGPU → WASM → CPU; a software adapter is skipped unless `prefer` is 'webgpu'. */
  readonly prefer: 'auto' | BackendName;
  /** Folder URL of TF.js's .wasm binaries (browser), ending in '/'. */
  readonly wasmBaseUrl?: string;
  /** Gets the binary of our own WASM kernels. Without it 'wasm' is TF.js's. */
  readonly loadKernels?: LoadKernels;
  /** Pick kernel variants by a short measurement instead of the fixed table. */
  readonly tune?: boolean;
  /**
   * Remembered `Backend.variants` for this machine: used as they are, except for what the device cannot run. Win over `tune`.
   */
  readonly variants?: (diagnosis: Diagnosis) => Promise<Readonly<Record<string, string>> | undefined>;
}

export type KernelErrorCode =
  | 'BACKEND_UNAVAILABLE'
  | 'BACKEND_FAILED'
  | 'SHADER_INVALID'
  | 'GPU_LOST'
  | 'OUT_OF_MEMORY'
  | 'LIMIT_BUFFER'
  | 'PLAN_INVALID';

export class KernelError extends Error {
  readonly code: KernelErrorCode;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  constructor(
    code: KernelErrorCode,
    data: Readonly<Record<string, string | number | boolean | null>> = {},
    cause?: unknown,
  ) {
    super(`${code} ${JSON.stringify(data)}`, cause === undefined ? undefined : { cause });
    this.name = 'KernelError';
    this.code = code;
    this.data = data;
  }
}
