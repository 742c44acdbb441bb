import { beforeAll, describe, it } from 'vitest';
import { packedWidth } from '../causalAttention/causalAttention.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { sequences: 1, tokens: 1, heads: 1, kvHeads: 1, headSize: 2 },
  { sequences: 3, tokens: 6, heads: 4, kvHeads: 2, headSize: 5 },
])('cachedAttention, $sequences rows, $tokens steps', ({ sequences, tokens, heads, kvHeads, headSize }) => {
  const rows = sequences * tokens;
  const capacity = tokens + 2;
  const shape = { heads, kvHeads, headSize };
  const width = packedWidth(shape);
  const outWidth = heads * headSize;
  const qkv = gaussians(1, rows * width);
  const attributes = { ...shape, capacity };
  const cacheShape = [sequences, capacity, kvHeads * headSize];
  const size = sequences * capacity * kvHeads * headSize;
  /** Row t of every sequence. */
  const at = (source: Float32Array, columns: number, t: number): Float32Array =>
    Float32Array.from(
      { length: sequences * columns },
      (_, i) => source[(Math.floor(i / columns) * tokens + t) * columns + (i % columns)]!,
    );

  describe.each([
    { name: 'reference', run: runReference },
    { name: 'host', run: runHost },
  ])('$name', ({ run }) => {
    const atOnce = () =>
      runReference({
        kernel: 'causalAttention',
        inputs: [
          { shape: [rows, width], data: qkv },
          {
            shape: [rows, 2],
            data: Int32Array.from({ length: 2 * rows }, (_, i) => (Math.floor(i / 2 / tokens) + (i % 2)) * tokens),
          },
        ],
        outputShapes: [
          [rows, outWidth],
          [rows, heads],
        ],
        attributes: shape,
      })[0]!;
    const step = (t: number, caches: readonly Float32Array[]) =>
      run({
        kernel: 'cachedAttention',
        inputs: [
          { shape: [sequences, width], data: at(qkv, width, t) },
          { shape: [sequences], data: new Int32Array(sequences).fill(t) },
          { shape: cacheShape, data: caches[0]! },
          { shape: cacheShape, data: caches[1]! },
        ],
        outputShapes: [[sequences, outWidth], cacheShape, cacheShape],
        attributes,
      });
    // What lies in slots not written yet must not matter.
    const garbage = [gaussians(8, size, 50), gaussians(9, size, 50)];

    it('step by step gives what causalAttention gives at once', () => {
      const expected = atOnce();
      let caches = garbage;
      for (let t = 0; t < tokens; t++) {
        const [out, ...next] = step(t, caches);
        expectClose(out!, at(expected, outWidth, t), {}, `step ${t}`);
        caches = next;
      }
    });

    it('goes on from rows that cacheRows stored', () => {
      const slots = Int32Array.from({ length: rows }, (_, row) => {
        const t = row % tokens;
        return t === tokens - 1 ? -1 : Math.floor(row / tokens) * capacity + t;
      });
      const caches = run({
        kernel: 'cacheRows',
        inputs: [
          { shape: [rows, width], data: qkv },
          { shape: [rows], data: slots },
          { shape: cacheShape, data: garbage[0]! },
          { shape: cacheShape, data: garbage[1]! },
        ],
        outputShapes: [cacheShape, cacheShape],
        attributes,
      });
      const [out] = step(tokens - 1, caches);
      expectClose(out!, at(atOnce(), outWidth, tokens - 1));
    });
  });
});
