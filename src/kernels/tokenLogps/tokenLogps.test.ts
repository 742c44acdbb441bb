import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { rows: 1, vocabulary: 2, deviation: 1 },
  { rows: 11, vocabulary: 37, deviation: 5 },
  { rows: 3, vocabulary: 5, deviation: 300 },
])('tokenLogps on [$rows, $vocabulary], logits ± $deviation', ({ rows, vocabulary, deviation }) => {
  const logits = { shape: [rows, vocabulary], data: gaussians(1, rows * vocabulary, deviation) };
  const targets = { shape: [rows], data: integers(2, rows, vocabulary) };
  const outputShapes = [[rows], [rows], [rows]];
  const forward = { kernel: 'tokenLogps', inputs: [logits, targets], outputShapes } as const;

  it('is log softmax at the target, with its normaliser and entropy', () => {
    const expected = { logps: [] as number[], lse: [] as number[], entropy: [] as number[] };
    for (let row = 0; row < rows; row++) {
      const values = Array.from(logits.data.subarray(row * vocabulary, (row + 1) * vocabulary));
      const largest = Math.max(...values);
      const lse = largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
      expected.lse.push(lse);
      expected.logps.push(values[targets.data[row]!]! - lse);
      expected.entropy.push(-values.reduce((sum, value) => sum + Math.exp(value - lse) * (value - lse), 0));
    }
    for (const run of [runReference, runHost]) {
      const [logps, lse, entropy] = run(forward);
      expectClose(logps!, expected.logps, { atol: 1e-4 }, 'logps');
      expectClose(lse!, expected.lse, {}, 'lse');
      expectClose(entropy!, expected.entropy, { atol: 1e-4 }, 'entropy');
    }
  });

  it('has the gradient of the tape, and zeros where no gradient arrives', () => {
    const dLogps = { shape: [rows], data: gaussians(3, rows) };
    if (rows > 2) dLogps.data[1] = 0;
    const [dLogits] = tapeGradients(forward, [0], dLogps.data);
    const lse = { shape: [rows], data: runReference(forward)[1]! };
    const backward = {
      kernel: 'tokenLogpsGrad',
      inputs: [logits, targets, lse, dLogps],
      outputShapes: [logits.shape],
    } as const;
    for (const run of [runReference, runHost]) expectClose(run(backward)[0]!, dLogits!, { atol: 1e-4 });
    expect(dLogits!.every(Number.isFinite)).toBe(true);
  });
});
