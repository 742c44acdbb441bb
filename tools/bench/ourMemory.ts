import type { Backend } from '../../src/kernels/index.ts';
import { ourTrainingStep } from './ourTraining.ts';
import { SHAPE_S } from './shape.ts';
import type { OpenedCase } from './types.ts';

/** Parameters, gradients, and two moments. */
const FLAT_BUFFERS = 4;

/** Bytes that a training step has allocated beyond the flat buffers, at two sizes of vocabulary. */
export async function ourWorkingBytes(open: () => Promise<Backend>): Promise<OpenedCase> {
  const facts: Record<string, number> = {};
  for (const [name, vocabulary] of [
    ['working_bytes_small', 512],
    ['working_bytes_large', 49_152],
  ] as const) {
    const backend = await open();
    const before = backend.allocations().bytes;
    const { unit, parameterBytes } = await ourTrainingStep(backend, { ...SHAPE_S, vocabulary });
    // Buffers of WebGPU are all made when a plan is prepared; elsewhere the first step makes them.
    if (backend.name !== 'webgpu') await unit.run();
    facts[name] = backend.allocations().bytes - before - FLAT_BUFFERS * parameterBytes;
  }
  return { units: {}, facts };
}
