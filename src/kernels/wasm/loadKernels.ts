/** The builds of `kernels.wasm.ts`: both need SIMD; `relaxed` also the relaxed instructions (one of them multiplies and adds). */
export type KernelBuild = 'relaxed' | 'simd';

/** Gets the binary of a build. */
export type LoadKernels = (build: KernelBuild) => Promise<Uint8Array<ArrayBuffer>>;

/** Loads `relaxed.wasm` or `simd.wasm` from a folder, whose address ends in '/'. */
export function fetchKernels(folder: string): LoadKernels {
  return async (build) => {
    const response = await fetch(`${folder}${build}.wasm`);
    if (!response.ok) throw new Error(`${build}.wasm: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
