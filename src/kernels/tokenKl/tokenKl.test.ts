import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { type KernelRun, runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { columnsOf, logSoftmax64 } from '../testing/softmax64.ts';

beforeAll(startCpu);

type Run = (run: KernelRun) => Float32Array[];

/** The statistics kernels over chunks of the vocabulary that end at `ends`, then tokenKl. */
function klByChunks(run: Run, logits: Float32Array, refLogits: Float32Array, ends: readonly number[]): Float32Array[] {
  const vocabulary = ends.at(-1)!;
  const rows = logits.length / vocabulary;
  const four = (data: Float32Array) => ({ shape: [rows, 4], data });
  const targets = { shape: [rows], data: new Int32Array(rows) };
  let statistics: Float32Array | undefined;
  let refStatistics: Float32Array | undefined;
  let begin = 0;
  for (const end of ends) {
    const [part, refPart] = [logits, refLogits].map((data) => columnsOf(data, vocabulary, begin, end)) as [
      ReturnType<typeof columnsOf>,
      ReturnType<typeof columnsOf>,
    ];
    [statistics] = run({
      kernel: 'logitStatistics',
      inputs: [part, targets, ...(statistics ? [four(statistics)] : [])],
      outputShapes: [[rows, 4]],
      attributes: { firstId: begin },
    });
    [refStatistics] = run({
      kernel: 'klStatistics',
      inputs: [part, refPart, four(statistics!), ...(refStatistics ? [four(refStatistics)] : [])],
      outputShapes: [[rows, 4]],
    });
    begin = end;
  }
  const inputs = [four(statistics!), four(refStatistics!)];
  return run({ kernel: 'tokenKl', inputs, outputShapes: [[rows], [rows]] });
}

describe.each([
  { name: 'reference', run: runReference as Run },
  { name: 'host', run: runHost as Run },
])('$name', ({ run }) => {
  it.each([
    { rows: 1, vocabulary: 2, deviation: 1 },
    { rows: 11, vocabulary: 37, deviation: 5 },
    { rows: 3, vocabulary: 5, deviation: 300 },
  ])('KL on [$rows, $vocabulary], logits ± $deviation, in one chunk or more', ({ rows, vocabulary, deviation }) => {
    const logits = gaussians(1, rows * vocabulary, deviation);
    const refLogits = gaussians(2, rows * vocabulary, deviation);
    const expected: number[] = [];
    const expectedLse: number[] = [];
    for (let row = 0; row < rows; row++) {
      const p = logSoftmax64(logits, row, vocabulary);
      const q = logSoftmax64(refLogits, row, vocabulary);
      expected.push(q.reduce((sum, value, j) => sum + Math.exp(value) * (value - p[j]!), 0));
      expectedLse.push(refLogits[row * vocabulary]! - q[0]!);
    }
    const third = Math.ceil(vocabulary / 3);
    for (const ends of [[vocabulary], [third, vocabulary], [1, third, vocabulary]]) {
      if (new Set(ends).size < ends.length) continue;
      const [kl, refLse] = klByChunks(run, logits, refLogits, ends);
      expectClose(kl!, expected, {}, `kl, chunks to ${ends}`);
      expectClose(refLse!, expectedLse, {}, `lse of the reference, chunks to ${ends}`);
    }
  });

  it('is finite and right at logits of ±1000, whichever chunk holds the peaks', () => {
    // q is all on id 0 or 3, p all on the other: KL = 2000 or 1000 nats to the last float.
    const logits = Float32Array.of(-1000, 0, 0, 1000, 1000, 0, 0, 0);
    const refLogits = Float32Array.of(1000, 0, 0, -1000, 0, 0, 0, 1000);
    for (const ends of [[4], [2, 4], [1, 2, 3, 4]]) {
      expect([...klByChunks(run, logits, refLogits, ends)[0]!]).toEqual([2000, 1000]);
    }
  });

  it('is 0 for two equal distributions, also where the logits differ by a constant', () => {
    const logits = gaussians(3, 4 * 23, 4);
    expect([...klByChunks(run, logits, logits, [23])[0]!]).toEqual([0, 0, 0, 0]);
    expectClose(klByChunks(run, logits, logits, [5, 23])[0]!, [0, 0, 0, 0], { atol: 1e-6 });
    const shifted = logits.map((value) => value + 8);
    expectClose(klByChunks(run, logits, shifted, [5, 23])[0]!, [0, 0, 0, 0], { atol: 3e-6 });
  });

  it('has the gradient (onehot − p)·dLogps + (p − q)·dKl, by chunks too, and zeros where none arrives', () => {
    const [rows, vocabulary] = [7, 13];
    const [logits, refLogits] = [gaussians(1, rows * vocabulary, 2), gaussians(2, rows * vocabulary, 2)];
    const targets = { shape: [rows], data: integers(3, rows, vocabulary) };
    const dLogps = { shape: [rows], data: gaussians(4, rows) };
    const dKl = { shape: [rows], data: gaussians(5, rows) };
    dLogps.data.fill(0, 0, 2);
    dKl.data.fill(0, 1, 3); // Row 0: KL alone; 1: nothing; 2: log-probs alone.
    const p = Array.from({ length: rows }, (_, row) => logSoftmax64(logits, row, vocabulary));
    const q = Array.from({ length: rows }, (_, row) => logSoftmax64(refLogits, row, vocabulary));
    const lseOf = (data: Float32Array, logs: readonly number[][]) => ({
      shape: [rows],
      data: Float32Array.from(logs, (log, row) => data[row * vocabulary]! - log[0]!),
    });
    for (const [begin, end] of [
      [0, vocabulary],
      [0, 4],
      [4, vocabulary],
    ] as const) {
      const part = columnsOf(logits, vocabulary, begin, end);
      const wanted = Array.from(part.data, (_, i) => {
        const [row, id] = [Math.floor(i / (end - begin)), begin + (i % (end - begin))];
        const [pv, qv] = [Math.exp(p[row]![id]!), Math.exp(q[row]![id]!)];
        return (Number(targets.data[row] === id) - pv) * dLogps.data[row]! + (pv - qv) * dKl.data[row]!;
      });
      expect(wanted.slice(end - begin, 2 * (end - begin)).every((value) => value === 0)).toBe(true);
      const [got] = run({
        kernel: 'tokenLogpsKlGrad',
        inputs: [
          part,
          targets,
          lseOf(logits, p),
          dLogps,
          columnsOf(refLogits, vocabulary, begin, end),
          lseOf(refLogits, q),
          dKl,
        ],
        outputShapes: [part.shape],
        attributes: { firstId: begin },
      });
      expectClose(got!, wanted, { atol: 1e-5 });
    }
  });
});
