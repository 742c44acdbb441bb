import { KernelError } from '../plan/executor.ts';
import type { KernelBuild, LoadKernels } from './loadKernels.ts';
import type { WasmFunctions } from './WasmKernel.ts';
import type { WasmMemory } from './WasmMemory.ts';

/** A build's functions, working in `memory`. @throws KernelError BACKEND_FAILED */
export async function instantiateKernels(
  build: KernelBuild,
  loadKernels: LoadKernels,
  memory: WasmMemory,
): Promise<WasmFunctions> {
  try {
    const { instance } = await WebAssembly.instantiate(await loadKernels(build), { env: { memory: memory.memory } });
    return instance.exports as unknown as WasmFunctions;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError('BACKEND_FAILED', { backend: 'wasm', build, detail }, cause);
  }
}
