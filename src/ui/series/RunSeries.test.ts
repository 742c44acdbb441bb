import { expect, it } from 'vitest';
import { RunSeries } from './RunSeries.ts';

const one = (value: number) => ({ value, n: 1 });

it('tells by a number which curves changed', () => {
  const series = new RunSeries();
  const changes = () => (['train', 'evaluation'] as const).map((source) => series.changeOf(source, 'loss'));
  const seen: number[][] = [changes()];
  const expectNew = (train: boolean, evaluation: boolean) => {
    const now = changes();
    const before = seen.at(-1);
    expect([now[0] !== before?.[0], now[1] !== before?.[1]]).toEqual([train, evaluation]);
    seen.push(now);
  };
  series.append('train', 1, { loss: one(0.7) });
  expectNew(true, false);
  series.append('train', 2, { kl: one(0.1) });
  expectNew(false, false);
  series.append('evaluation', 2, { loss: one(0.6) });
  expectNew(false, true);
  series.truncate(1);
  expectNew(true, true);
  series.clear();
  expectNew(true, true);
  // A number that stood for other points must never come back.
  series.append('train', 1, { loss: one(0.7) });
  expect(seen.map(([train]) => train)).not.toContain(series.changeOf('train', 'loss'));
});

it('keeps every step and evaluation with its n, however long the run', () => {
  const series = new RunSeries();
  for (let step = 1; step <= 1200; step++) series.append('train', step, { loss: { value: 1 / step, n: 8 } });
  series.append('evaluation', 1200, { eval_loss: { value: 0.25, n: 16 } });
  series.append('evaluation', 1200, { eval_loss: { value: 0.5, n: 16 } });
  expect(series.records).toHaveLength(1201);
  expect(series.records[699]).toEqual({ source: 'train', step: 700, values: { loss: { value: 1 / 700, n: 8 } } });
  expect(series.records[1200]).toEqual({
    source: 'evaluation',
    step: 1200,
    values: { eval_loss: { value: 0.5, n: 16 } },
  });
  series.truncate(700);
  expect(series.records.at(-1)?.step).toBe(700);
  series.append('train', 701, { loss: one(2) });
  expect(series.records.at(-1)?.values.loss?.value).toBe(2);
  series.clear();
  expect(series.records).toEqual([]);
});

it('keeps evaluations whole, apart from training steps of the same name', () => {
  const series = new RunSeries();
  series.append('evaluation', 0, { kl: { value: 1, n: 8, low: 0.5, high: 1.5 } });
  series.append('train', 1, { kl: one(9) });
  series.append('evaluation', 4, { loss: one(2) });
  series.append('evaluation', 8, { kl: { value: 2, n: 8 } });
  expect([...series.evaluations('kl')]).toEqual([
    [0, { value: 1, n: 8, low: 0.5, high: 1.5 }],
    [8, { value: 2, n: 8 }],
  ]);
  series.truncate(4);
  expect([...series.evaluations('kl').keys()]).toEqual([0]);
});
