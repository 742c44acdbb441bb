import { beforeAll, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference } from '../testing/kernelRuns.ts';

beforeAll(startCpu);

it.each([{ shape: [6] }, { shape: [2, 3] }])('adds $shape elementwise', ({ shape }) => {
  const a = { shape, data: Float32Array.of(1, -2, 3, 0, 5, 6) };
  const b = { shape, data: Float32Array.of(10, 20, 30, 40, 50, -60) };
  expectClose(runReference({ kernel: 'add', inputs: [a, b], outputShapes: [shape] })[0]!, [11, 18, 33, 40, 55, -54]);
});
