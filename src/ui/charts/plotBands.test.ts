import { expect, test } from 'vitest';
import { defaultExperiment } from '../../engine/index.ts';
import { RunSeries } from '../series/RunSeries.ts';
import { beginRivals } from '../state/Rival.ts';
import { type ChartLine, chartView } from './chartRows.ts';
import { plotBands } from './plotBands.ts';
import { rivalCurves } from './rivalCurves.ts';

const lines: readonly ChartLine[] = [
  { metric: 'win_rate', source: 'evaluation', label: 'training judge', colour: 'a' },
  { metric: 'gold_win_rate', source: 'evaluation', label: 'gold judge', colour: 'b', dash: '6 3' },
];

test('the gold judge has the band that its evaluations carry, fainter than that of the training judge', () => {
  const series = new RunSeries();
  const judged = { value: 0.5, n: 16, low: 0.25, high: 0.75 };
  series.append('evaluation', 0, { win_rate: judged, gold_win_rate: { value: 0.5, n: 8, low: 0.2, high: 0.8 } });
  series.append('evaluation', 4, { win_rate: judged, gold_win_rate: { value: 0.75, n: 8, low: 0.4, high: 0.95 } });
  // An evaluation without an interval is not in the band.
  series.append('evaluation', 8, { win_rate: judged, gold_win_rate: { value: 0.75, n: 8 } });
  const given = [{ step: 0, low: 0.3, high: 0.7 }];
  expect(plotBands(lines, chartView(series, lines), [], [given])).toEqual([
    { id: 'win_rate', colour: 'a', isFaint: false, points: given },
    {
      id: 'gold_win_rate',
      colour: 'b',
      isFaint: true,
      points: [
        { step: 0, low: 0.2, high: 0.8 },
        { step: 4, low: 0.4, high: 0.95 },
      ],
    },
  ]);
  const both = plotBands(lines, chartView(series, lines), [], [given, given]);
  expect(both.map(({ points }) => points)).toEqual([given, given]);
});

test('rivals have a faint band of the metric on screen, and training steps only that of the first line', () => {
  const rivals = beginRivals('r', { ...defaultExperiment('sigmoid'), race: 'ipo,sft' });
  rivals[0]?.series.append('evaluation', 10, { win_rate: { value: 0.75, n: 4, low: 0.3, high: 0.95 } });
  const series = new RunSeries();
  const own = lines.slice(0, 1);
  const bands = plotBands(own, chartView(series, own), rivalCurves(rivals, own[0]));
  expect(bands.map(({ points, isFaint }) => [points, isFaint])).toEqual([
    [[], false],
    [[{ step: 10, low: 0.3, high: 0.95 }], true],
    [[], true],
  ]);
  const train = lines.map((line): ChartLine => ({ ...line, source: 'train' }));
  for (let step = 0; step < 5000; step++) {
    series.append('train', step, { win_rate: { value: step % 2, n: 1 }, gold_win_rate: { value: 0, n: 1 } });
  }
  const [first, second] = plotBands(train, chartView(series, train), rivalCurves(rivals, train[0]));
  expect(first?.points[0]).toMatchObject({ low: 0, high: 1 });
  expect(second?.points).toEqual([]);
});
