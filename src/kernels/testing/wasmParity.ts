import { HOST_KERNELS } from '../registry.ts';
import { expectClose, type Tolerance } from './expectClose.ts';
import { type KernelRun, runHost, runReference } from './kernelRuns.ts';
import type { RunWasm } from './wasmRuns.ts';

/** A WASM kernel against its TF.js reference and, where there is one, its form on arrays (whose sums are in float64). */
export function expectParity(runWasm: RunWasm, run: KernelRun, tolerance: Tolerance = {}): void {
  const outputs = runWasm(run);
  const truths = [runReference(run), ...(HOST_KERNELS[run.kernel] ? [runHost(run)] : [])];
  truths.forEach((truth, which) => {
    outputs.forEach((output, index) => {
      const name = `${run.kernel} output ${index} against ${which === 0 ? 'the reference' : 'arrays'}`;
      expectClose(output, truth[index]!, tolerance, name);
    });
  });
}
