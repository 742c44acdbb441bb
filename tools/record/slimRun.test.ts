import { expect, it } from 'vitest';
import type { LengthDot, RecordedRun } from '../../src/engine/index.ts';
import { slimRun } from './slimRun.ts';

const dots = (count: number): LengthDot[] =>
  Array.from({ length: count }, (_, i) => ({
    length: i,
    reward: i / 3,
    gold: i % 2 === 0 ? null : i / 7,
    role: i < count / 2 ? 'chosen' : 'rejected',
  }));
const sample = {
  prompt: 'p',
  policy: 'a',
  reference: 'b',
  policyTokens: 1,
  referenceTokens: 1,
  judged: 1,
  goldJudged: 0,
};
const run: RecordedRun = {
  protocol: 1,
  link: 'v=1&model=nano-1',
  command: 'c',
  backend: 'wasm',
  records: [
    { step: 1, values: { loss: { value: 0.6543216, n: 16 }, learning_rate: { value: 3.00000014249e-4, n: 1 } } },
  ],
  evaluations: [
    { step: 0, values: {}, dots: dots(200), samples: Array.from({ length: 16 }, () => sample) },
    { step: 1, values: { kl: { value: -1234.5678, n: 64 } }, dots: dots(90), samples: [sample] },
  ],
  inspection: null,
};

it('keeps five digits, whatever the magnitude', () => {
  const slim = slimRun(run);
  expect(slim.records[0]?.values).toEqual({ loss: { value: 0.65432, n: 16 }, learning_rate: { value: 0.0003, n: 1 } });
  expect(slim.evaluations[1]?.values.kl).toEqual({ value: -1234.6, n: 64 });
});

it('thins dots evenly over both roles, and samples', () => {
  const [first, second] = slimRun(run).evaluations;
  expect(first?.dots).toHaveLength(120);
  expect(first?.dots.filter(({ role }) => role === 'chosen')).toHaveLength(60);
  expect(new Set(first?.dots.map(({ length }) => length)).size).toBe(120);
  expect(first?.samples).toHaveLength(4);
  expect(second?.dots).toHaveLength(90);
  expect(second?.dots[1]).toEqual({ length: 1, reward: 0.3333, gold: 0.1429, role: 'chosen' });
  expect(second?.samples).toHaveLength(1);
});
