import { expect, test } from 'vitest';
import { defaultExperiment } from '../../engine/index.ts';
import { beginRivals } from '../state/Rival.ts';
import type { ChartLine } from './chartRows.ts';
import { racingLines, rivalCurves } from './rivalCurves.ts';

const lines: readonly ChartLine[] = [
  { metric: 'win_rate', source: 'evaluation', label: 'training judge', colour: 'a' },
  { metric: 'gold_win_rate', source: 'evaluation', label: 'gold judge', colour: 'b', dash: '6 3' },
];
const rivals = beginRivals('r', { ...defaultExperiment('sigmoid'), race: 'ipo,sft,kto' });

test('in a race a chart has one line of each objective, told apart by more than colour', () => {
  expect(racingLines(lines, [], 'DPO')).toBe(lines);
  expect(racingLines(lines, rivals, 'DPO')).toEqual([{ ...lines[0], label: 'DPO' }]);
  rivals[1]?.series.append('evaluation', 10, { win_rate: { value: 0.75, n: 4 } });
  const curves = rivalCurves(rivals, lines[0]);
  expect(curves.map(({ label, points }) => [label, points.map(({ step, mean }) => [step, mean])])).toEqual([
    ['IPO', []],
    ['SFT', [[10, 0.75]]],
    ['KTO', []],
  ]);
  expect(new Set(curves.map(({ dash }) => dash)).size).toBe(3);
});
