import { beforeAll, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

beforeAll(startCpu);

const gateUp = { shape: [5, 14], data: gaussians(1, 70, 4) };
const shape = [5, 7];
const forward = { kernel: 'swiglu', inputs: [gateUp], outputShapes: [shape] } as const;

it('is gate · sigmoid(gate) · up', () => {
  const expected = Array.from({ length: 35 }, (_, i) => {
    const gate = gateUp.data[14 * Math.floor(i / 7) + (i % 7)]!;
    return (gate / (1 + Math.exp(-gate))) * gateUp.data[14 * Math.floor(i / 7) + 7 + (i % 7)]!;
  });
  for (const run of [runReference, runHost]) expectClose(run(forward)[0]!, expected);
});

it('has the gradients of the tape', () => {
  const dOut = { shape, data: gaussians(3, 35) };
  const [expected] = tapeGradients(forward, [0], dOut.data);
  for (const run of [runReference, runHost]) {
    const [got] = run({ kernel: 'swigluGrad', inputs: [gateUp, dOut], outputShapes: [gateUp.shape] });
    expectClose(got!, expected!);
  }
  expect(expected!.some((value) => value !== 0)).toBe(true);
});
