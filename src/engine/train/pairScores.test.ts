import { expect, test } from 'vitest';
import { methodById } from '../methods/index.ts';
import type { ScoredBatch } from './evaluateBatch.ts';
import { pairScores } from './pairScores.ts';

const method = (id: string) => methodById(id) ?? expect.fail(`no method ${id}`);
const batch = {
  chosen: { logps: Float64Array.of(-10, -20), refLogps: Float64Array.of(-12, -21), lengths: Float64Array.of(5, 4) },
  rejected: { logps: Float64Array.of(-12, -15), refLogps: Float64Array.of(-11, -14), lengths: Float64Array.of(3, 5) },
  losses: Float64Array.of(0.5, 0.25),
} as unknown as ScoredBatch;

test('pairs lie where the objective compares them: log-ratios in nats, or averages as those of 20 tokens', () => {
  expect(pairScores(method('sigmoid'), batch)).toEqual({ chosen: [2, 1], rejected: [-1, -1], losses: [0.5, 0.25] });
  expect(pairScores(method('simpo'), batch)).toEqual({ chosen: [0, -60], rejected: [-40, -20], losses: [0.5, 0.25] });
});

test('a batch without pairs has no place, losses of single rows are no pair’s', () => {
  const rows = { ...batch, losses: Float64Array.of(1, 2, 3, 4) };
  expect(pairScores(method('kto'), rows)?.losses).toBeNull();
  const { rejected } = batch;
  const none = { ...rejected, logps: new Float64Array(0) };
  expect(pairScores(method('sft'), { ...batch, rejected: none })).toBeNull();
});
