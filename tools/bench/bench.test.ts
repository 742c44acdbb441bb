import { expect, test } from 'vitest';
import { CASES } from './caseList.ts';
import { lossProblems } from './checkLosses.ts';
import { stepFlops } from './flops.ts';
import { DEFAULT_ROUNDS, parseOptions } from './parseOptions.ts';
import { bestMatmulRate, ratiosOf } from './ratios.ts';
import { benchRows, benchSequences, benchWeights, SHAPE_S } from './shape.ts';
import { spread } from './statistics.ts';
import type { CaseResult, Results } from './types.ts';

const counts = { dispatches: 0, passes: 0, submits: 0, bind_groups: 0, readbacks: 0 };

function measured(
  units: Record<string, { ms: readonly number[]; losses?: readonly number[]; flops?: number; tokens?: number }>,
  facts: Record<string, number> = {},
): CaseResult {
  return {
    facts,
    peakGpuBytes: 0,
    error: null,
    units: Object.fromEntries(
      Object.entries(units).map(([name, { ms, losses = [], flops = null, tokens = null }]) => [
        name,
        { samples: ms.map((value) => ({ ms: value, counts })), losses, flops, tokens },
      ]),
    ),
  };
}

test('a spread is median, minimum and maximum', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, n: 3 });
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4, n: 4 });
  expect(spread([])).toBeNull();
});

test('the products of a step, by hand for one layer', () => {
  const shape = { layers: 1, channels: 2, heads: 1, width: 3, context: 2, vocabulary: 5, sequences: 1 };
  // q, k, v, o: 4 of 2×2; gate, up, down: 3 of 3×2; head 5×2. Two rows, 2 FLOPs each, forward and twice backward.
  expect(stepFlops(shape).projections).toBe(2 * 2 * 3 * (16 + 18 + 10));
  // Three (row, earlier row) pairs, 2 channels, 2 FLOPs; scores and mixing forward, two products each backward.
  expect(stepFlops(shape).attention).toBe(3 * 2 * 2 * 6);
  expect(stepFlops(SHAPE_S).total).toBeCloseTo(5.67e9, -7);
});

test('options', () => {
  const known = ['a', 'b'];
  expect(parseOptions([], known)).toEqual({ json: false, only: [], rounds: DEFAULT_ROUNDS });
  expect(parseOptions(['--json', '--only', 'b,a', '--rounds', '2'], known)).toEqual({
    json: true,
    only: ['b', 'a'],
    rounds: 2,
  });
  expect(() => parseOptions(['--only', 'c'], known)).toThrow('no case is called c');
  expect(() => parseOptions(['--rounds', '0'], known)).toThrow('--rounds');
  expect(() => parseOptions(['--faster'], known)).toThrow();
});

test('case names are unique', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

test('ratios are of medians, and null where a part is missing', () => {
  const results: Results = {
    'ours-webgpu': measured({ step: { ms: [10, 20, 90] } }),
    'jaxjs-webgpu': measured({ step: { ms: [30, 50, 40] } }),
    'matmul-webgpu': measured({ small: { ms: [1], flops: 1e6 }, large: { ms: [2], flops: 4e6 } }),
    'preference-wasm': measured({ dpo: { ms: [21] }, sft: { ms: [20] } }),
    'scaling-wasm': measured({ one: { ms: [10], tokens: 100 }, eight: { ms: [88], tokens: 800 } }),
    'memory-wasm': measured({}, { working_bytes_small: 100, working_bytes_large: 110 }),
  };
  const ratios = ratiosOf(results);
  expect(ratios.webgpu_vs_jaxjs).toBe(2);
  expect(ratios.webgpu_vs_tfjs).toBeNull();
  expect(ratios.dpo_vs_sft).toBeNull();
  expect(ratios.dpo_vs_sft_wasm).toBeCloseTo(1.05);
  expect(ratios.tokens_8x_wasm).toBeCloseTo(1.1);
  expect(ratios.memory_v49152_over_v512_wasm).toBeCloseTo(1.1);
  expect(bestMatmulRate(results, 'matmul-webgpu')).toBe(2e9);
  expect(ratios.share_of_best_matmul).toBeCloseTo(stepFlops(SHAPE_S).total / 0.02 / 2e9);
});

test('losses that differ are a problem, NaN too', () => {
  const run = (losses: readonly number[]) => measured({ step: { ms: [1], losses } });
  const good = { 'ours-webgpu': run([6.24, 6.1, 6]), 'jaxjs-webgpu': run([6.2405, 6.1004]) };
  expect(lossProblems(good)).toEqual([]);
  expect(lossProblems({ ...good, 'tfjs-wasm': run([6.24, 6.102]) })).toHaveLength(1);
  expect(lossProblems({ ...good, 'ours-wasm': run([Number.NaN]) })).toHaveLength(1);
  expect(lossProblems({ 'nanogpt-webgpu': run([6.5]) })).toEqual([]);
  expect(lossProblems({ 'nanogpt-webgpu': run([6.6]) })).toHaveLength(1);
});

test('the model and the tokens are the same every time', () => {
  const weights = benchWeights(SHAPE_S);
  expect(weights).toHaveLength(4 * 9 + 2);
  expect(weights[0]?.data).toEqual(benchWeights(SHAPE_S)[0]?.data);
  const { ids, targets } = benchRows(SHAPE_S);
  expect(ids).toHaveLength(1024);
  expect(ids[1]).toBe(targets[0]);
  expect(benchSequences(SHAPE_S)[7]).toHaveLength(129);
});
