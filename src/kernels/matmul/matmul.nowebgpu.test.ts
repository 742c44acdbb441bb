import { beforeAll, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference } from '../testing/kernelRuns.ts';
import { openWasmRuns } from '../testing/wasmRuns.ts';
import { fetchKernels } from '../wasm/loadKernels.ts';
import { matmulRuns } from './matmulRuns.ts';

beforeAll(startCpu);

it.each(['simd', 'relaxed'] as const)('the %s build, as served, multiplies as the reference', async (build) => {
  const runWasm = await openWasmRuns(fetchKernels(new URL('/assets/kernels/', location.href).href), build);
  const runs = matmulRuns();
  expect(runs.length).toBeGreaterThan(500);
  for (const { what, run, atol } of runs) {
    expectClose(runWasm(run)[0]!, runReference(run)[0]!, { rtol: 1e-4, atol }, what);
  }
});
