import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type CellResult,
  defaultExperiment,
  type Experiment,
  MAP_COLUMNS,
  SURVEY_AXES,
  type SurveyAxis,
  type SurveyColumn,
  surveyPlan,
  surveyTable,
  tableMarkdown,
} from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { FakeEngine } from '../state/__fixtures__/FakeEngine.ts';
import { Session } from '../state/Session.ts';
import { createStores } from '../state/stores.ts';
import { axisAround } from './axisAround.ts';
import { heatCells, heatTicks, marginFor } from './heatCells.ts';
import { SurveyStage } from './SurveyStage.ts';
import type { SurveyResults } from './surveyStore.ts';
import { columnMeaning, figureText, intervalText, rowName, standing, surveyTextTable } from './surveyWords.ts';

function planOf(experiment: Experiment) {
  const plan = surveyPlan(experiment);
  if (plan === null) throw new Error('no plan');
  return plan;
}

function column(id: string): SurveyColumn {
  const found = MAP_COLUMNS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no column ${id}`);
  return found;
}

function cell(gold: number, more: Partial<CellResult> = {}): CellResult {
  return {
    state: 'done',
    step: 10,
    steps: 10,
    tokens: 100,
    seconds: 12.3,
    preparationSeconds: 1,
    first: {},
    last: { gold_win_rate: { value: gold, n: 64 }, kl: { value: 2.345, n: 64 } },
    curve: [],
    failure: null,
    ...more,
  };
}

const gold = column('gold_win_rate');

describe('what a survey says', () => {
  test('names every column, and every tag of the survey’s axes', () => {
    for (const shown of MAP_COLUMNS) {
      expect(text.survey.columns[shown.id], shown.id).toBeDefined();
      expect(columnMeaning(shown)).not.toBe('');
    }
    for (const axis of Object.keys(SURVEY_AXES) as SurveyAxis[]) {
      for (const value of SURVEY_AXES[axis])
        expect((text.survey.tags[axis] as Record<string, string>)[value]).toBeDefined();
    }
  });

  test('writes rates in percent and others with two decimals, each with its spread', () => {
    const band = { low: 0, high: 1 };
    expect(figureText({ mean: 0.556, sd: 0.094, n: 3, band }, gold)).toBe('56\u202f% ± 9');
    expect(figureText({ mean: -2.345, sd: 0.5, n: 3, band }, column('kl'))).toBe('−2.35 ± 0.50');
    expect(figureText({ mean: 0.5, sd: null, n: 1, band: null }, gold)).toBe('50\u202f%');
  });

  test('shows the interval of a single seed, as the CSV holds it', () => {
    const experiment = { ...defaultExperiment(), bench: 'sigmoid,ipo' };
    const plan = planOf(experiment);
    const kl = { value: 2, n: 64, low: 1.5, high: 2.5 };
    const length = { value: 20, n: 64 };
    const last = { gold_win_rate: { value: 0.5, n: 64 }, kl, 'completions/mean_length': length };
    const lines = surveyTable(plan, { 'sigmoid/42': cell(0.5, { last }) }, MAP_COLUMNS);
    const figures = lines[0]?.figures ?? {};
    const shown = ['gold_win_rate', 'kl', 'length'].map((id) => {
      const figure = figures[id];
      return figure && intervalText(figure, column(id));
    });
    // Wilson for 32 of 64: 0.5 ∓ 1.96 √(0.25/64 + 1.96²/(4·64²)) / (1 + 1.96²/64) = 0.3810, 0.6190.
    expect(shown).toEqual(['38\u202f% to 62\u202f%', '1.50 to 2.50', null]);
    const table = surveyTextTable(plan, experiment, lines, [gold, column('kl')], null, '');
    expect(table.rows[0]?.[1]?.text).toBe('50\u202f% (38\u202f% to 62\u202f%)');
    const spread = { mean: 0.5, sd: 0.1, n: 2, band: { low: 0.4, high: 0.6 } };
    expect(intervalText(spread, gold)).toBeNull();
  });

  test('marks what is not told apart from the best, or from a chosen row', () => {
    const plan = planOf({ ...defaultExperiment(), bench: 'sigmoid,ipo,simpo' });
    const lines = surveyTable(plan, { 'sigmoid/42': cell(0.9), 'ipo/42': cell(0.85), 'simpo/42': cell(0.2) });
    const [dpo, ipo, simpo] = lines;
    if (!dpo || !ipo || !simpo) throw new Error('a line is missing');
    expect(standing(lines, dpo, gold, null)).toEqual({ isBest: true, isAlike: false });
    expect(standing(lines, ipo, gold, null)).toEqual({ isBest: false, isAlike: true });
    expect(standing(lines, simpo, gold, null)).toEqual({ isBest: false, isAlike: false });
    expect(standing(lines, dpo, gold, 'simpo')).toEqual({ isBest: true, isAlike: false });
    expect(standing(lines, simpo, gold, 'simpo')).toEqual({ isBest: false, isAlike: false });
  });

  test('calls rows that tie the best together', () => {
    const plan = planOf({ ...defaultExperiment(), bench: 'sigmoid,ipo,simpo' });
    const lines = surveyTable(plan, { 'sigmoid/42': cell(0.9), 'ipo/42': cell(0.9), 'simpo/42': cell(0.2) });
    const [dpo, ipo] = lines;
    if (!dpo || !ipo) throw new Error('a line is missing');
    expect(standing(lines, dpo, gold, null)).toEqual({ isBest: true, isAlike: false });
    expect(standing(lines, ipo, gold, null)).toEqual({ isBest: true, isAlike: false });
    expect(standing(lines, ipo, gold, 'sigmoid')).toEqual({ isBest: true, isAlike: true });
  });

  test('writes a table with the runs that did not come to their end', () => {
    const experiment = { ...defaultExperiment(), bench: 'sigmoid,ipo', seeds: '1,2' };
    const plan = planOf(experiment);
    const results = {
      'sigmoid/1': cell(0.5),
      'sigmoid/2': cell(0.7),
      'ipo/1': cell(0.2, { state: 'diverged', step: 7, failure: { code: 'LOSS_DIVERGED', data: { step: 7 } } }),
      'ipo/2': cell(0.2, { state: 'failed', step: 0, failure: { code: 'DATA_RELATION_MISSING', data: {} } }),
    };
    const table = surveyTextTable(plan, experiment, surveyTable(plan, results), [gold], null, 'https://example.org/#x');
    const markdown = tableMarkdown(table).split('\n');
    expect(markdown[2]).toBe('| DPO | **60\u202f% ± 14** | 2 of 2 |');
    expect(markdown[3]).toMatch(/^\| IPO \| – \| 0 of 2; diverged at step 7; failed: .+ \|$/);
    expect(markdown.at(-2)).toBe('https://example.org/#x');
  });
});

describe('the map of a sweep', () => {
  const experiment = { ...defaultExperiment(), sweep: 'beta:0.01:1:3,learning_rate:0.0001:0.01:2' };
  const plan = planOf(experiment);

  test('places each cell by its values, coloured between the least and the most', () => {
    const results = Object.fromEntries(
      plan.cells.map(({ id, row }) => [
        id,
        row.point?.values[0] === 0.1 ? cell(0, { state: 'hopeless' }) : cell(row.point?.at?.[0] === 0 ? 0.2 : 0.6),
      ]),
    );
    const cells = heatCells(plan, surveyTable(plan, results, MAP_COLUMNS), gold);
    const at = (beta: number, rate: number) =>
      cells.find(({ line: { row } }) => row.point?.values[0] === beta && row.point.values[1] === rate);
    expect(at(0.01, 0.0001)).toMatchObject({ x: 1 / 6, y: 1 / 4, width: 1 / 3, height: 1 / 2, share: 0, mark: '' });
    expect(at(1, 0.01)).toMatchObject({ x: 5 / 6, y: 3 / 4, share: 1, value: 0.6 });
    expect(at(0.1, 0.01)).toMatchObject({ value: null, share: null, mark: '×' });
    expect(heatTicks(plan, 0)).toEqual([
      { at: 1 / 6, value: 0.01 },
      { at: 1 / 2, value: 0.1 },
      { at: 5 / 6, value: 1 },
    ]);
    expect(rowName(plan, plan.rows[0] as (typeof plan.rows)[number], experiment)).toBe(
      'beta 0.01, learning_rate 0.0001',
    );
  });

  test('places what was drawn on the settings’ own scales', () => {
    const drawn = planOf({ ...defaultExperiment(), sweep: 'random:6,beta:0.01:1' });
    const cells = heatCells(drawn, surveyTable(drawn, {}, MAP_COLUMNS), gold);
    for (const { x, width, line } of cells) {
      expect(width).toBeNull();
      // 0.05 … 0.95 over two decades.
      expect(x).toBeCloseTo(0.05 + 0.45 * (Math.log10(line.row.point?.values[0] ?? 0) + 2), 9);
    }
    expect(heatTicks(drawn, 0)).toEqual([
      { at: 0.05, value: 0.01 },
      { at: expect.closeTo(0.95, 12), value: 1 },
    ]);
  });

  test('begins a decade about the experiment’s own value, within the setting’s range', () => {
    const setting = plan.axes[1]?.setting;
    if (setting === undefined) throw new Error('no setting');
    expect(axisAround(setting, { ...experiment, learning_rate: 1e-3 })).toMatchObject({
      from: 0.00032,
      to: 0.0032,
      count: 3,
    });
    expect(axisAround(setting, { ...experiment, learning_rate: 1e-1 })).toMatchObject({ from: 0.032, to: 0.1 });
  });
});

describe('a survey on the page', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { hidden: false });
    return () => vi.unstubAllGlobals();
  });

  function open(stored: SurveyResults = {}) {
    const engine = new FakeEngine();
    const stores = createStores();
    const session = new Session(engine, stores, () => false);
    const saved = new Map<string, SurveyResults>();
    const stage = new SurveyStage(
      session,
      Promise.resolve({
        isLasting: true,
        load: async (link: string) => saved.get(link) ?? stored,
        save: async (link: string, results: SurveyResults) => void saved.set(link, results),
      }),
    );
    const end = stage.begin();
    const edit = async (changes: Partial<Experiment>) => {
      session.editExperiment((experiment) => ({ ...experiment, ...changes }));
      await vi.waitFor(() => expect(stage.view.getState().link).not.toBe(''));
    };
    return { engine, stores, session, stage, edit, end };
  }

  test('follows the form, shows what an earlier sitting left, and has nothing to run without a plan', async () => {
    const { stage, edit, session } = open({ 'ipo/42': cell(0.6) });
    expect(stage.view.getState().plan).toBeNull();
    await edit({ bench: 'ipo,simpo' });
    expect(stage.view.getState()).toMatchObject({ state: { phase: 'idle', results: { 'ipo/42': { state: 'done' } } } });
    expect(stage.view.getState().link).toContain('bench=ipo,simpo');
    session.editExperiment((experiment) => ({ ...experiment, bench: '' }));
    await vi.waitFor(() => expect(stage.view.getState().plan).toBeNull());
  });

  test('takes the engine from the person’s run, and gives it back when one begins', async () => {
    const { engine, stage, edit, session, stores } = open();
    session.play();
    const own = engine.told('prepare').at(-1)?.runId;
    await edit({ bench: 'ipo' });
    void stage.run();
    await vi.waitFor(() => expect(engine.told('prepare')).toHaveLength(2));
    expect(engine.told('stop').map(({ runId }) => runId)).toEqual([own]);
    expect(stores.run.getState().state).toBe('idle');
    expect(engine.told('prepare').at(-1)).toMatchObject({ experiment: { loss: 'ipo', bench: '' }, autostart: false });
    expect(stage.view.getState().state?.phase).toBe('measuring');
    session.play();
    await vi.waitFor(() => expect(stage.view.getState().state).toMatchObject({ phase: 'paused', wasOvertaken: true }));
    // What is run has no survey in it, and the form's survey does not wait for a next run.
    expect(engine.told('prepare').at(-1)?.experiment).toMatchObject({ bench: '', loss: 'sigmoid' });
    expect(stores.experiment.getState().experiment.bench).toBe('ipo');
  });

  test('keeps its table while it is going, whatever the form then asks for', async () => {
    const { stage, edit, session } = open();
    await edit({ bench: 'ipo' });
    void stage.run();
    const { link } = stage.view.getState();
    session.editExperiment((experiment) => ({ ...experiment, max_steps: 7 }));
    expect(stage.view.getState()).toMatchObject({ link, isOfEarlierSettings: true });
    stage.pause();
    stage.showCurrent();
    await vi.waitFor(() => expect(stage.view.getState().link).toContain('max_steps=7'));
    expect(stage.view.getState().isOfEarlierSettings).toBe(false);
  });
});

test('the upright axis of a map has room for its name and its longest label', () => {
  // Eight digits of 12 px are some 60 px in wide fonts; name and gap take 28.
  expect(marginFor(['0.001', '0.000316'])).toBeGreaterThanOrEqual(88);
  expect(marginFor(['1'])).toBeLessThan(40);
});
