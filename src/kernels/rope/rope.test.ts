import { beforeAll, describe, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { rows: 1, heads: 1, headSize: 2, rest: 0, theta: 10000 },
  { rows: 9, heads: 3, headSize: 6, rest: 7, theta: 500 },
])('rope on $rows rows, $heads heads of $headSize and $rest more columns', ({ rows, heads, headSize, rest, theta }) => {
  const width = heads * headSize + rest;
  const x = { shape: [rows, width], data: gaussians(1, rows * width) };
  const positions = { shape: [rows], data: integers(2, rows, 256) };
  const attributes = { heads, headSize, theta, inverse: 0 };
  const forward = { kernel: 'rope', inputs: [x, positions], outputShapes: [x.shape], attributes } as const;

  it('turns element i with element i + D/2', () => {
    const expected = Array.from(x.data, (value, index) => {
      if (index % width >= heads * headSize) return value;
      const inHead = (index % width) % headSize;
      const i = inHead % (headSize / 2);
      const angle = positions.data[Math.floor(index / width)]! * theta ** ((-2 * i) / headSize);
      const partner = inHead < headSize / 2 ? -x.data[index + headSize / 2]! : x.data[index - headSize / 2]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });
    for (const run of [runReference, runHost]) expectClose(run(forward)[0]!, expected, { atol: 1e-4 });
  });

  it('turns back by its inverse, which is its gradient', () => {
    const dOut = { shape: x.shape, data: gaussians(3, rows * width) };
    const [dx] = tapeGradients(forward, [0], dOut.data);
    for (const run of [runReference, runHost]) {
      const inverse = { ...forward, attributes: { ...attributes, inverse: 1 } };
      expectClose(run({ ...inverse, inputs: [dOut, positions] })[0]!, dx!, { atol: 1e-4 });
      const turned = { shape: x.shape, data: run(forward)[0]! };
      expectClose(run({ ...inverse, inputs: [turned, positions] })[0]!, x.data);
    }
  });
});
