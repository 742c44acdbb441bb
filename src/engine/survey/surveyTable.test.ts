import { describe, expect, test } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { MetricValues } from '../metrics/types.ts';
import type { CellResult } from './cellResult.ts';
import { surveyCsv } from './surveyCsv.ts';
import { surveyPlan } from './surveyPlan.ts';
import { bandsOverlap, bestLine, SURVEY_COLUMNS, sortedLines, surveyTable } from './surveyTable.ts';
import { tableLatex, tableMarkdown } from './tableText.ts';

const plan = surveyPlan({ ...defaultExperiment(), bench: 'sigmoid,ipo,simpo', seeds: '1,2' });
if (plan === null) throw new Error('no plan');

function cell(last: Readonly<Record<string, number>>, more: Partial<CellResult> = {}): CellResult {
  const values = (of: Readonly<Record<string, number>>): MetricValues =>
    Object.fromEntries(Object.entries(of).map(([id, value]) => [id, { value, n: 64 }]));
  return {
    state: 'done',
    step: 10,
    steps: 10,
    tokens: 1000,
    seconds: 3,
    preparationSeconds: 1,
    first: values({ 'eval_logps/chosen': -50 }),
    last: values(last),
    curve: [],
    failure: null,
    ...more,
  };
}

const results = {
  'sigmoid/1': cell({ gold_win_rate: 0.5, 'eval_logps/chosen': -48 }, { seconds: 4 }),
  'sigmoid/2': cell({ gold_win_rate: 0.6, 'eval_logps/chosen': -44 }),
  'ipo/1': cell({ gold_win_rate: 0.62 }),
  'ipo/2': cell({ gold_win_rate: 0.66 }),
  'simpo/1': cell({ gold_win_rate: 0.9 }),
  'simpo/2': cell({ gold_win_rate: 0.1 }, { state: 'diverged' }),
};
const lines = surveyTable(plan, results);
const gold = SURVEY_COLUMNS.find(({ id }) => id === 'gold_win_rate');
if (gold === undefined) throw new Error('no column');
const [sigmoid, ipo, simpo] = lines.map(({ figures }) => figures.gold_win_rate);

describe('the table of a survey', () => {
  test('has mean and sample deviation over the seeds that ran to their end', () => {
    // √((0.05² + 0.05²) / 1) = 0.0707…
    expect(sigmoid).toEqual({ mean: 0.55, sd: expect.closeTo(0.07071068, 8), n: 2, band: expect.anything() });
    expect(sigmoid?.band).toEqual({ low: expect.closeTo(0.47928932, 8), high: expect.closeTo(0.62071068, 8) });
    expect(lines[0]?.figures.chosen_drift?.mean).toBe(4); // (2 + 6) / 2
    expect(lines[0]?.figures.seconds?.mean).toBe(3.5);
    expect(lines[2]).toMatchObject({ planned: 2, cells: [{ state: 'done' }, { state: 'diverged' }] });
  });

  test('gives a rate of one seed Wilson’s interval, and a figure that is none no band', () => {
    // 0.9 of 64: (57.6 + 1.9208) / 67.8416 ∓ 1.96 √(64 · 0.09 + 0.9604) / 67.8416
    expect(simpo?.band?.low).toBeCloseTo(0.8025, 3);
    expect(simpo?.band?.high).toBeCloseTo(0.9522, 3);
    expect(lines[2]?.figures.seconds).toEqual({ mean: 3, sd: null, n: 1, band: null });
  });

  test('tells differences within the spread from others', () => {
    if (!sigmoid || !ipo || !simpo) throw new Error('a figure is missing');
    expect(bandsOverlap(sigmoid, ipo)).toBe(true); // 0.479 … 0.621 and 0.612 … 0.668
    expect(bandsOverlap(ipo, simpo)).toBe(false);
    expect(bandsOverlap(simpo, { mean: 1, sd: null, n: 1, band: null })).toBeNull();
  });

  test('knows the best where there is a better, and sorts with the missing last', () => {
    expect(bestLine(lines, gold)?.row.key).toBe('simpo');
    const kl = SURVEY_COLUMNS.find(({ id }) => id === 'kl');
    expect(kl && bestLine(lines, kl)).toBeNull();
    const keys = (order: 'ascending' | 'descending', id: string) =>
      sortedLines(lines, id, order).map(({ row }) => row.key);
    expect(keys('descending', 'gold_win_rate')).toEqual(['simpo', 'ipo', 'sigmoid']);
    expect(keys('ascending', 'gold_win_rate')).toEqual(['sigmoid', 'ipo', 'simpo']);
    expect(keys('ascending', 'chosen_drift')).toEqual(['sigmoid', 'ipo', 'simpo']);
    expect(keys('descending', 'chosen_drift')).toEqual(['sigmoid', 'ipo', 'simpo']);
  });

  test('leaves as CSV with a line a cell, full numbers and a link', () => {
    const csv = surveyCsv(plan, results, (id) => `#${id},x`).split('\n');
    expect(csv).toHaveLength(8);
    expect(csv[0]).toBe(
      'objective,seed,state,step,steps,tokens,gold_win_rate,gold_win_rate_n,gold_win_rate_low,gold_win_rate_high,chosen_drift,seconds,link',
    );
    const fields = csv[1]?.split(',') ?? [];
    expect([...fields.slice(0, 8), ...fields.slice(10)]).toEqual(
      'sigmoid,1,done,10,10,1000,0.5,64,2,4,"#sigmoid/1,x"'.split(','),
    );
    // Wilson's of 32 in 64: 1/2 ∓ 1.96/2 · √(1 / (64 + 1.96²)).
    expect(Number(fields[8])).toBeCloseTo(0.3810209474394701, 12);
    expect(Number(fields[9])).toBeCloseTo(0.6189790525605299, 12);
    expect(csv[6]).toMatch(/^simpo,2,diverged,10,10,1000,0\.1,64,0\.0\d+,0\.1\d+,,3,"#simpo\/2,x"$/);
  });

  test('the CSV has the interval that an evaluation gave, and none where there is none', () => {
    const values = { kl: { value: 2, n: 64, low: 1.5, high: 2.5 }, 'completions/mean_length': { value: 20, n: 64 } };
    const csv = surveyCsv(plan, { 'ipo/1': cell({}, { last: values }) }, () => '#').split('\n');
    expect(csv[0]).toContain('kl,kl_n,kl_low,kl_high,length,length_n,length_low,length_high,');
    expect(csv[1]).toContain('2,64,1.5,2.5,20,64,,,');
  });
});

describe('a table as text', () => {
  const table = {
    title: 'Survey, 50 %',
    heads: ['objective', 'gold win rate'],
    rows: [
      [{ text: 'β-DPO | x_1' }, { text: '0.55 ± 0.07', isAlike: true }],
      [{ text: 'IPO' }, { text: '−1', isBest: true }],
    ],
    notes: ['a\nb'],
  };
  test('as Markdown', () => {
    expect(tableMarkdown(table)).toBe(
      '| objective | gold win rate |\n| --- | --: |\n| β-DPO \\| x_1 | 0.55 ± 0.07 ≈ |\n| IPO | **−1** |\n\na b\n',
    );
  });
  test('as LaTeX, with what LaTeX would read as commands escaped', () => {
    const latex = tableLatex(table);
    expect(latex).toContain('    $\\beta$-DPO | x\\_1 & 0.55 $\\pm$ 0.07 $\\approx$ \\\\');
    expect(latex).toContain('    IPO & \\textbf{$-$1} \\\\');
    expect(latex).toContain('\\caption{Survey, 50 \\%}');
    expect(latex).toContain('\\begin{tabular}{lr}');
    expect(latex.startsWith('% a b\n')).toBe(true);
  });
});
