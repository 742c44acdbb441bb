import { beforeAll, describe, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { rows: 1, vocabulary: 2, deviation: 1 },
  { rows: 11, vocabulary: 37, deviation: 5 },
  { rows: 3, vocabulary: 5, deviation: 300 },
])('tokenLogps on [$rows, $vocabulary], logits ± $deviation', ({ rows, vocabulary, deviation }) => {
  const logits = { shape: [rows, vocabulary], data: gaussians(1, rows * vocabulary, deviation) };
  const targets = { shape: [rows], data: integers(2, rows, vocabulary) };
  const expected = { logps: [] as number[], lse: [] as number[], entropy: [] as number[] };
  for (let row = 0; row < rows; row++) {
    const values = Array.from(logits.data.subarray(row * vocabulary, (row + 1) * vocabulary));
    const largest = Math.max(...values);
    const lse = largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    expected.lse.push(lse);
    expected.logps.push(values[targets.data[row]!]! - lse);
    expected.entropy.push(-values.reduce((sum, value) => sum + Math.exp(value - lse) * (value - lse), 0));
  }
  const columns = (begin: number, end: number) => ({
    shape: [rows, end - begin],
    data: logits.data.filter((_, i) => i % vocabulary >= begin && i % vocabulary < end),
  });

  it.each([
    { name: 'reference', run: runReference },
    { name: 'host', run: runHost },
  ])('$name: is log softmax at the target, with its normaliser and entropy, in one chunk or two', ({ run }) => {
    for (const cut of [vocabulary, Math.ceil(vocabulary / 3)]) {
      let statistics: Float32Array | undefined;
      for (const [begin, end] of [
        [0, cut],
        [cut, vocabulary],
      ] as const) {
        if (begin === end) continue;
        const previous = statistics && { shape: [rows, 4], data: statistics };
        [statistics] = run({
          kernel: 'logitStatistics',
          inputs: [columns(begin, end), targets, ...(previous ? [previous] : [])],
          outputShapes: [[rows, 4]],
          attributes: { firstId: begin },
        });
      }
      const inputs = [{ shape: [rows, 4], data: statistics! }];
      const [logps, lse, entropy] = run({ kernel: 'tokenLogps', inputs, outputShapes: [[rows], [rows], [rows]] });
      expectClose(logps!, expected.logps, { atol: 1e-4 }, 'logps');
      expectClose(lse!, expected.lse, {}, 'lse');
      expectClose(entropy!, expected.entropy, { atol: 1e-4 }, 'entropy');
    }
  });

  it('has the gradient (onehot − softmax)·dLogps, by chunks too, and zeros where none arrives', () => {
    const dLogps = { shape: [rows], data: gaussians(3, rows) };
    if (rows > 2) dLogps.data[1] = 0;
    const lse = { shape: [rows], data: Float32Array.from(expected.lse) };
    const cut = Math.ceil(vocabulary / 3);
    for (const run of [runReference, runHost]) {
      for (const [begin, end] of [
        [0, vocabulary],
        [0, cut],
        [cut, vocabulary],
      ] as const) {
        const part = columns(begin, end);
        const wanted = Array.from(part.data, (logit, i) => {
          const row = Math.floor(i / (end - begin));
          const hit = targets.data[row] === begin + (i % (end - begin)) ? 1 : 0;
          return (hit - Math.exp(logit - expected.lse[row]!)) * dLogps.data[row]!;
        });
        const inputs = [part, targets, lse, dLogps];
        const attributes = { firstId: begin };
        const [got] = run({ kernel: 'tokenLogpsGrad', inputs, outputShapes: [part.shape], attributes });
        expectClose(got!, wanted, { atol: 1e-4 });
      }
    }
  });
});
