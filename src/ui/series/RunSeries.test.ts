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
