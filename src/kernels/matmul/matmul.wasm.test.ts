import { beforeAll, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference } from '../testing/kernelRuns.ts';
import { openWasmRuns } from '../testing/wasmRuns.ts';
import { matmulRuns } from './matmulRuns.ts';

beforeAll(startCpu);

it('the simd build multiplies as the reference, at every edge', async () => {
  const runWasm = await openWasmRuns(compileKernels, 'simd');
  for (const { what, run, atol } of matmulRuns()) {
    expectClose(runWasm(run)[0]!, runReference(run)[0]!, { rtol: 1e-4, atol }, what);
  }
});

it('refuses a residual for a gradient', async () => {
  const runWasm = await openWasmRuns(compileKernels, 'simd');
  const { run } = matmulRuns().find(({ what }) => what.endsWith('residual'))!;
  expect(() => runWasm({ ...run, previous: [new Float32Array(1)] })).toThrow(/PLAN_INVALID/);
});
