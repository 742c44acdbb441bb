import { beforeAll, describe, it } from 'vitest';
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
  const widths = [heads * headSize, kvHeads * headSize, kvHeads * headSize];
  const [q, k, v] = widths.map((width, index) => gaussians(index + 1, rows * width)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];

  it.each([
    { name: 'reference', run: runReference },
    { name: 'host', run: runHost },
  ])('$name: step by step gives what causalAttention gives at once', ({ run }) => {
    const attributes = { heads, kvHeads, headSize };
    const [expected] = runReference({
      kernel: 'causalAttention',
      inputs: [
        { shape: [rows, widths[0]!], data: q },
        { shape: [rows, widths[1]!], data: k },
        { shape: [rows, widths[2]!], data: v },
        { shape: [sequences], data: new Int32Array(sequences).fill(tokens) },
      ],
      outputShapes: [
        [rows, widths[0]!],
        [rows, heads],
      ],
      attributes: { ...attributes, tokens },
    });
    const cacheShape = [sequences, capacity, kvHeads * headSize];
    const size = sequences * capacity * kvHeads * headSize;
    // What lies in slots not written yet must not matter.
    let caches = [gaussians(8, size, 50), gaussians(9, size, 50)];
    for (let t = 0; t < tokens; t++) {
      const at = (source: Float32Array, width: number): Float32Array =>
        Float32Array.from(
          { length: sequences * width },
          (_, i) => source[(Math.floor(i / width) * tokens + t) * width + (i % width)]!,
        );
      const [out, ...next] = run({
        kernel: 'cachedAttention',
        inputs: [
          ...[q, k, v].map((source, i) => ({ shape: [sequences, widths[i]!], data: at(source, widths[i]!) })),
          { shape: [sequences], data: new Int32Array(sequences).fill(t) },
          { shape: cacheShape, data: caches[0]! },
          { shape: cacheShape, data: caches[1]! },
        ],
        outputShapes: [[sequences, widths[0]!], cacheShape, cacheShape],
        attributes: { ...attributes, capacity },
      });
      expectClose(out!, at(expected!, widths[0]!), {}, `step ${t}`);
      caches = next;
    }
  });
});
