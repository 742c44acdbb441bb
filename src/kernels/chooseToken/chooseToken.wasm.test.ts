import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import type { KernelRun } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

interface Choice {
  readonly logits: Float32Array;
  readonly rows: number;
  readonly settings: readonly number[];
  readonly progress?: readonly number[];
  readonly positions?: readonly number[];
  readonly advance?: number;
  readonly seed?: number;
}

const LENGTH = 4;
const CAPACITY = 10;

function choice({ logits, rows, settings, progress, positions, advance = 1, seed = 1 }: Choice): KernelRun {
  const integersOf = (values: readonly number[] | undefined, otherwise: number) => ({
    shape: [rows],
    data: values ? Int32Array.from(values) : new Int32Array(rows).fill(otherwise),
  });
  const uniforms = Float32Array.from(integers(seed, LENGTH * rows, 1000), (value) => value / 1000);
  return {
    kernel: 'chooseToken',
    inputs: [
      { shape: [rows, logits.length / rows], data: logits },
      { shape: [LENGTH, rows], data: uniforms },
      { shape: [8], data: Float32Array.from([...settings, -1, -1, -1, -1, -1].slice(0, 8)) },
      integersOf(undefined, 3),
      integersOf(positions, 2),
      integersOf(progress, 0),
      { shape: [rows, LENGTH, 2], data: gaussians(2, rows * LENGTH * 2) },
    ],
    outputShapes: [[rows], [rows], [rows], [rows, LENGTH, 2]],
    attributes: { advance, capacity: CAPACITY },
  };
}

describe('chooseToken on WASM', () => {
  it.each([
    [0, 1],
    [1, 1],
    [0.7, 1],
    [1, 0.9],
    [1.3, 0.5],
    [1, 0.01],
  ])('chooses as the reference at temperature %d, top-p %d', (temperature, topP) => {
    for (const [rows, vocabulary] of [
      [1, 2],
      [6, 13],
      [16, 512],
    ] as const) {
      const logits = gaussians(rows, rows * vocabulary, 2);
      for (const seed of [1, 2])
        expectParity(runWasm, choice({ logits, rows, settings: [temperature, topP, 4], seed }));
    }
  });

  it('leaves rows that are done, and ends at an end id, at the limits and beyond the last slot', () => {
    const logits = Float32Array.from([0, 5, 1, 0, 5, 1, 0, 5, 1, 5, 0, 1, 5, 0, 1, 5, 0, 1].map((value) => value * 9));
    const progress = [0, -1, -3, 2, 1, 1];
    const positions = [1, 1, 1, 1, 9, 8];
    const run = choice({ logits, rows: 6, settings: [0, 1, 3, 1], progress, positions });
    expectParity(runWasm, run);
    const [ids, moved, went] = runWasm(run);
    expect([...ids!]).toEqual([1, 3, 3, 0, 0, 0]);
    expect([...moved!]).toEqual([2, 1, 1, 2, 9, 9]);
    expect([...went!]).toEqual([-2, -1, -3, -4, -3, 2]);
  });

  it('takes the lowest id on ties, and keeps ties at the edge of the nucleus', () => {
    expect(runWasm(choice({ logits: Float32Array.of(1, 4, 4, 4), rows: 1, settings: [0, 1, 9] }))[0]![0]).toBe(1);
    const drawn = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const run = choice({ logits: Float32Array.of(1, 4, 4, 4), rows: 1, settings: [1, 0.4, 9], seed });
      drawn.add(runWasm(run)[0]![0]!);
    }
    expect([...drawn].sort()).toEqual([1, 2, 3]);
  });

  it('answers NaN to ruined logits and stops there', () => {
    const { NaN: nan, NEGATIVE_INFINITY: none } = Number;
    for (const logits of [
      [1, nan, 2],
      [none, none, none],
    ]) {
      for (const temperature of [0, 1]) {
        const [ids, , progress, answers] = runWasm(
          choice({ logits: Float32Array.from(logits), rows: 1, settings: [temperature, 0.9, 9] }),
        );
        expect([ids![0], progress![0], answers![0], answers![1]]).toEqual([0, -2, 0, nan]);
      }
    }
  });

  it('never draws a token of no mass', () => {
    const logits = Float32Array.of(Number.NEGATIVE_INFINITY, 0, -300, Number.NEGATIVE_INFINITY);
    for (let seed = 0; seed < 20; seed++) {
      expect(runWasm(choice({ logits, rows: 1, settings: [1, 1, 9], seed }))[0]![0]).toBe(1);
    }
  });
});
