import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { type KernelRun, runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';
import { columnsOf, logSoftmax64 } from '../testing/softmax64.ts';

beforeAll(startCpu);

type Run = (run: KernelRun) => Float32Array[];

function byChunks(run: Run, logits: Float32Array, ends: readonly number[]): Float32Array {
  const vocabulary = ends.at(-1)!;
  const rows = logits.length / vocabulary;
  const targets = { shape: [rows], data: new Int32Array(rows) };
  let statistics: Float32Array | undefined;
  let collisions: Float32Array | undefined;
  let begin = 0;
  for (const end of ends) {
    const part = columnsOf(logits, vocabulary, begin, end);
    [statistics] = run({
      kernel: 'logitStatistics',
      inputs: [part, targets, ...(statistics ? [{ shape: [rows, 4], data: statistics }] : [])],
      outputShapes: [[rows, 4]],
      attributes: { firstId: begin },
    });
    const previous = collisions ? [{ shape: [rows, 2], data: collisions }] : [];
    [collisions] = run({
      kernel: 'collisionStatistics',
      inputs: [part, { shape: [rows, 4], data: statistics! }, ...previous],
      outputShapes: [[rows, 2]],
    });
    begin = end;
  }
  const inputs = [
    { shape: [rows, 4], data: statistics! },
    { shape: [rows, 2], data: collisions! },
  ];
  return run({ kernel: 'logCollision', inputs, outputShapes: [[rows]] })[0]!;
}

describe.each([
  { name: 'reference', run: runReference as Run },
  { name: 'host', run: runHost as Run },
])('$name', ({ run }) => {
  it.each([
    { rows: 1, vocabulary: 2, deviation: 1 },
    { rows: 11, vocabulary: 37, deviation: 5 },
    { rows: 3, vocabulary: 5, deviation: 300 },
  ])('is log Σ p² on [$rows, $vocabulary], logits ± $deviation', ({ rows, vocabulary, deviation }) => {
    const logits = gaussians(1, rows * vocabulary, deviation);
    const expected = Array.from({ length: rows }, (_, row) =>
      Math.log(logSoftmax64(logits, row, vocabulary).reduce((sum, log) => sum + Math.exp(2 * log), 0)),
    );
    for (const ends of [[vocabulary], [Math.ceil(vocabulary / 3), vocabulary]]) {
      expectClose(byChunks(run, logits, ends), expected, { atol: 2e-6 }, `chunks to ${ends}`);
    }
  });

  it('is −log V of a uniform distribution and 0 of a certain one, at logits of ±1000', () => {
    const logits = Float32Array.of(-1000, -1000, -1000, -1000, -1000, 0, -1000, 1000);
    for (const ends of [[4], [1, 4], [2, 3, 4]]) {
      expectClose(byChunks(run, logits, ends), [-Math.log(4), 0], { atol: 1e-6 });
    }
    expect(byChunks(run, Float32Array.of(5, 5), [1, 2])[0]).toBeCloseTo(-Math.LN2, 6);
  });
});
