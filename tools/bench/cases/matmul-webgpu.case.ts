import { everywhere, exactVariants } from '../../../src/kernels/webgpu/matmulVariants.ts';
import { WebGPUBackend } from '../../../src/kernels/webgpu/WebGPUBackend.ts';
import { openOurs } from '../ourBackend.ts';
import { productUnits } from '../ourMatmul.ts';
import type { OpenedCase, Unit } from '../types.ts';

/** Every variant, also those that the fixed table would not choose here: the best of all is the device's rate. */
export async function open(): Promise<OpenedCase> {
  const backend = await openOurs('webgpu');
  if (!(backend instanceof WebGPUBackend)) throw new Error('not a WebGPU backend');
  let units: Record<string, Unit> = {};
  for (const variant of exactVariants(backend.device)) {
    backend.setTraits({ matmul: everywhere(variant) });
    const made = await productUnits(backend, () => backend.device.queue.onSubmittedWorkDone(), ` ${variant}`);
    units = { ...units, ...made.units };
  }
  return { units };
}
