import { beforeAll, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference, tapeGradients } from '../testing/kernelRuns.ts';

beforeAll(startCpu);

const x = { shape: [6], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const weights = { shape: [6], data: Float32Array.of(1, 0, 0.5, 0, 0, 0) };
const forward = { kernel: 'maskedSum', inputs: [x, weights], outputShapes: [[2]], attributes: { tokens: 3 } } as const;

it('sums weighted tokens by sequence; an empty mask gives 0', () => {
  expectClose(runReference(forward)[0]!, [2.5, 0]);
});

it('has the gradient of the tape', () => {
  const dSum = { shape: [2], data: Float32Array.of(-2, 7) };
  const [dx] = tapeGradients(forward, [0], dSum.data);
  expectClose(dx!, [-2, 0, -1, 0, 0, 0]);
  expectClose(
    runReference({
      kernel: 'maskedSumGrad',
      inputs: [weights, dSum],
      outputShapes: [[6]],
      attributes: { tokens: 3 },
    })[0]!,
    dx!,
  );
});
