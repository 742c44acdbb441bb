import { diagnose, inspect } from './diagnose.ts';
import {
  type Backend,
  type BackendName,
  type Diagnosis,
  KernelError,
  type OpenBackendOptions,
} from './plan/executor.ts';

let openedBackends = 0;

/**
 * Opens where the kernels run. 'auto' takes WebGPU on a real GPU, else WASM, else plain CPU; a name asks for that one alone.
 *
 * @throws KernelError BACKEND_UNAVAILABLE (with the diagnosis's verdict) or BACKEND_FAILED for a backend asked for by name
 */
export async function openBackend(options: OpenBackendOptions): Promise<Backend> {
  const generation = ++openedBackends;
  if (options.prefer === 'webgpu') return openWebGPU(generation, options);
  if (options.prefer === 'wasm') return openWasm(await diagnose(), generation, options);
  if (options.prefer === 'cpu') return openTensors('cpu', await diagnose(), generation, options);
  let { diagnosis } = await inspect();
  if (diagnosis.verdict === 'webgpu') {
    try {
      return await openWebGPU(generation, options);
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      diagnosis = { ...diagnosis, verdict: 'device_refused', detail };
    }
  }
  if (diagnosis.wasm.available) {
    try {
      return await openWasm(diagnosis, generation, options);
    } catch (cause) {
      diagnosis = withDetail(diagnosis, "TF.js's WASM", cause);
    }
  }
  return openTensors('cpu', diagnosis, generation, options);
}

async function openWebGPU(generation: number, options: OpenBackendOptions): Promise<Backend> {
  const { diagnosis, adapter } = await inspect();
  if (!adapter || diagnosis.verdict === 'limit_too_small') {
    throw new KernelError('BACKEND_UNAVAILABLE', {
      backend: 'webgpu',
      verdict: diagnosis.verdict,
      detail: diagnosis.detail,
    });
  }
  const variants = await options.variants?.(diagnosis);
  const { WebGPUBackend } = await import('./webgpu/WebGPUBackend.ts');
  return WebGPUBackend.open(adapter, {
    diagnosis,
    generation,
    tune: options.tune ?? false,
    ...(variants && { variants }),
  });
}

/** Our own kernels; where they cannot start, TF.js's, and the diagnosis says why. */
async function openWasm(diagnosis: Diagnosis, generation: number, options: OpenBackendOptions): Promise<Backend> {
  try {
    const { openWasmBackend } = await import('./wasm/openWasmBackend.ts');
    return await openWasmBackend({ diagnosis, generation, loadKernels: options.loadKernels });
  } catch (cause) {
    return openTensors('wasm', withDetail(diagnosis, 'our WASM kernels', cause), generation, options);
  }
}

function withDetail(diagnosis: Diagnosis, what: string, cause: unknown): Diagnosis {
  const reason = cause instanceof KernelError ? cause.data.detail : undefined;
  const detail = `${what}: ${reason ?? (cause instanceof Error ? cause.message : String(cause))}`;
  return { ...diagnosis, detail: [diagnosis.detail, detail].filter(Boolean).join('; ') };
}

async function openTensors(
  name: Exclude<BackendName, 'webgpu'>,
  diagnosis: Diagnosis,
  generation: number,
  { wasmBaseUrl }: OpenBackendOptions,
): Promise<Backend> {
  const { openTensorBackend } = await import('./tensors/openTensorBackend.ts');
  return openTensorBackend(name, { diagnosis, generation, ...(wasmBaseUrl !== undefined && { wasmBaseUrl }) });
}
