import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { RecordedRun, StepRecord } from '../protocol.ts';
import { findAlarms } from './index.ts';
import { RECENT_STEPS, type RunHistory } from './types.ts';

function record(step: number, values: Record<string, number>): StepRecord {
  const entries = Object.entries(values).map(([name, value]) => [name, { value, n: 1 }] as const);
  return { step, values: Object.fromEntries(entries) };
}

const history = (
  evaluations: readonly Record<string, number>[],
  first: Record<string, number> = { loss: 0.7 },
  last: Record<string, number> = { loss: 0.6, 'rewards/accuracies': 0.7 },
): RunHistory => ({
  evaluations: evaluations.map((values, i) => record(10 * i, values)),
  first: record(1, first),
  recent: Array.from({ length: RECENT_STEPS }, (_, i) => record(20 + i, last)),
});
const ids = (of: RunHistory) => findAlarms(of).map(({ id }) => id);

describe('findAlarms', () => {
  test('an untrained policy and a calm run give none', () => {
    expect(ids({ evaluations: [], first: null, recent: [] })).toEqual([]);
    const calm = { 'eval_logps/chosen': -20, 'eval_rewards/margins': 0, kl: 0, win_rate: 0.5, gold_win_rate: 0.5 };
    expect(ids(history([calm, { ...calm, 'eval_rewards/margins': 1, kl: 3, win_rate: 0.6 }]))).toEqual([]);
  });

  test('displacement: chosen falls while the margin rises, not where both fall or chosen rises', () => {
    const at = (logp: number, margin: number) => ({ 'eval_logps/chosen': logp, 'eval_rewards/margins': margin });
    expect(findAlarms(history([at(-20, 0), at(-25, 1)]))).toEqual([
      { id: 'displacement', seen: { from: -20, to: -25, marginFrom: 0, marginTo: 1 } },
    ]);
    expect(ids(history([at(-20, 0), at(-25, -1)]))).toEqual([]);
    expect(ids(history([at(-20, 0), at(-19, 1)]))).toEqual([]);
  });

  test('length: reward follows length and answers follow it, to either side', () => {
    const at = (correlation: number, tokens: number) => ({
      'corr/implicit_reward_length': correlation,
      'completions/mean_length': tokens,
    });
    expect(ids(history([at(0, 30), at(0.7, 45)]))).toEqual(['length']);
    expect(ids(history([at(0, 30), at(-0.7, 15)]))).toEqual(['length']);
    expect(ids(history([at(0, 30), at(-0.7, 45)]))).toEqual([]);
    expect(ids(history([at(0, 30), at(0.2, 45)]))).toEqual([]);
  });

  test('over-optimisation: the judges part', () => {
    expect(ids(history([{ win_rate: 0.9, gold_win_rate: 0.55 }]))).toEqual(['overoptimisation']);
    expect(ids(history([{ win_rate: 0.9, gold_win_rate: 0.8 }]))).toEqual([]);
  });

  test('saturation, divergence and distance', () => {
    const won = { loss: 0.01, 'rewards/accuracies': 1 };
    expect(ids(history([], { loss: 0.7 }, won))).toEqual(['saturation']);
    expect(ids(history([], { loss: -0.7 }, won))).toEqual([]);
    expect(ids(history([], { loss: 0.7 }, { loss: 1.5 }))).toEqual(['divergence']);
    expect(ids({ ...history([], { loss: 0.7 }, { loss: 1.5 }), recent: [] })).toEqual([]);
    expect(ids(history([{ kl: 25, kl_per_token: 0.5 }]))).toEqual(['kl']);
  });
});

test.each([
  ['length-bias', ['length', 'overoptimisation', 'displacement']],
  // Length no longer, though its labels are biased as before.
  ['length-desensitised', ['overoptimisation', 'displacement']],
])('the recording %s shows what its lesson is about', (name, expected) => {
  const path = fileURLToPath(new URL(`../../../public/recorded/${name}.json`, import.meta.url));
  const { evaluations, records }: RecordedRun = JSON.parse(readFileSync(path, 'utf8'));
  expect(ids({ evaluations, first: records[0] ?? null, recent: records.slice(-RECENT_STEPS) })).toEqual(expected);
});
