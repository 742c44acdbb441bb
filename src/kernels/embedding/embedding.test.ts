import { beforeAll, describe, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { rows: 1, vocabulary: 2, channels: 1 },
  { rows: 29, vocabulary: 11, channels: 5 },
])('embedding of [$rows] ids in [$vocabulary, $channels]', ({ rows, vocabulary, channels }) => {
  const ids = { shape: [rows], data: integers(1, rows, vocabulary) };
  const table = { shape: [vocabulary, channels], data: gaussians(2, vocabulary * channels) };

  it('copies rows', () => {
    const expected = Array.from(ids.data).flatMap((id) =>
      Array.from(table.data.subarray(id * channels, (id + 1) * channels)),
    );
    for (const run of [runReference, runHost]) {
      const [got] = run({ kernel: 'embedding', inputs: [ids, table], outputShapes: [[rows, channels]] });
      expectClose(got!, expected, { rtol: 0, atol: 0 });
    }
  });

  it('adds the gradients of repeated ids to what was there', () => {
    const dOut = { shape: [rows, channels], data: gaussians(3, rows * channels) };
    const before = gaussians(4, vocabulary * channels);
    const expected = Array.from(before);
    ids.data.forEach((id, row) => {
      for (let c = 0; c < channels; c++) expected[id * channels + c]! += dOut.data[row * channels + c]!;
    });
    for (const run of [runReference, runHost]) {
      const [got] = run({
        kernel: 'embeddingGrad',
        inputs: [ids, dOut],
        outputShapes: [[vocabulary, channels]],
        previous: [before],
      });
      expectClose(got!, expected);
    }
  });
});
