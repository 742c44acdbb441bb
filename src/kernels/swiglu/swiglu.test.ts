import { beforeAll, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

beforeAll(startCpu);

const shape = [5, 7];
const gate = { shape, data: gaussians(1, 35, 4) };
const up = { shape, data: gaussians(2, 35) };
const forward = { kernel: 'swiglu', inputs: [gate, up], outputShapes: [shape] } as const;

it('is gate · sigmoid(gate) · up', () => {
  const expected = Array.from(gate.data, (value, i) => (value / (1 + Math.exp(-value))) * up.data[i]!);
  expectClose(runReference(forward)[0]!, expected);
});

it('has the gradients of the tape', () => {
  const dOut = { shape, data: gaussians(3, 35) };
  const [dGate, dUp] = tapeGradients(forward, [0, 1], dOut.data);
  const [gotGate, gotUp] = runReference({
    kernel: 'swigluGrad',
    inputs: [gate, up, dOut],
    outputShapes: [shape, shape],
  });
  expectClose(gotGate!, dGate!);
  expectClose(gotUp!, dUp!);
});
