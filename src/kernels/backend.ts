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
  if (options.prefer !== 'auto') return openTensors(options.prefer, await diagnose(), generation, options);
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
      return await openTensors('wasm', diagnosis, generation, options);
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      diagnosis = { ...diagnosis, detail: [diagnosis.detail, detail].filter(Boolean).join('; ') };
    }
  }
  return openTensors('cpu', diagnosis, generation, options);
}

async function openWebGPU(generation: number, { tune = false }: OpenBackendOptions): Promise<Backend> {
  const { diagnosis, adapter } = await inspect();
  if (!adapter || diagnosis.verdict === 'limit_too_small') {
    throw new KernelError('BACKEND_UNAVAILABLE', {
      backend: 'webgpu',
      verdict: diagnosis.verdict,
      detail: diagnosis.detail,
    });
  }
  const { WebGPUBackend } = await import('./webgpu/WebGPUBackend.ts');
  return WebGPUBackend.open(adapter, { diagnosis, generation, tune });
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
