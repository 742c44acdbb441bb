import { describe, expect, test } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { FakeCellEngine, type FakeRun } from '../testing/FakeCellEngine.ts';
import { isHopeless } from './hopeless.ts';
import { SurveyRunner, type SurveyState, stepsOfBudget } from './SurveyRunner.ts';
import { surveyPlan } from './surveyPlan.ts';

const SMALL = { ...defaultExperiment(), max_steps: 10, eval_steps: 5 };

function open(
  changes: Partial<Experiment>,
  runOf: (experiment: Experiment) => FakeRun,
  results: SurveyState['results'] = {},
) {
  const plan = surveyPlan({ ...SMALL, ...changes });
  if (plan === null) throw new Error('no plan');
  const engine = new FakeCellEngine(runOf);
  const states: SurveyState[] = [];
  const waiting: { wanted: (state: SurveyState) => boolean; resolve: () => void }[] = [];
  const runner = new SurveyRunner(
    plan,
    engine,
    {
      backend: 'wasm',
      tune: false,
      now: engine.now,
      onChange(state) {
        states.push(state);
        for (const wait of waiting) if (wait.wanted(state)) wait.resolve();
      },
    },
    results,
  );
  const until = (wanted: (state: SurveyState) => boolean) =>
    new Promise<void>((resolve) => waiting.push({ wanted, resolve }));
  const ends = () => Object.entries(runner.current.results).map(([id, { state, step }]) => `${id} ${state} ${step}`);
  return { runner, engine, states, until, ends };
}

const steady = () => ({ rate: () => 0.6 });

describe('a survey carried out', () => {
  test('runs every cell alone, in order, and keeps what the table needs', async () => {
    const { runner, engine, ends } = open({ bench: 'sigmoid,ipo', seeds: '1,2' }, steady);
    await runner.run();
    expect(runner.current).toMatchObject({ phase: 'done', current: null, secondsLeft: 0, backend: 'wasm' });
    expect(ends()).toEqual(['sigmoid/1 done 10', 'ipo/1 done 10', 'sigmoid/2 done 10', 'ipo/2 done 10']);
    expect(engine.trained.map(({ loss, seed }) => `${loss} ${seed}`)).toEqual([
      'sigmoid 1',
      'ipo 1',
      'sigmoid 2',
      'ipo 2',
    ]);
    expect(runner.current.results['ipo/1']).toMatchObject({
      first: { 'eval_logps/chosen': { value: -50 } },
      last: { gold_win_rate: { value: 0.6, n: 64 }, 'eval_logps/chosen': { value: -40 } },
      // Ten steps of 0.1 s and evaluations at 0, 5 and 10 of 2 s.
      seconds: 7,
      preparationSeconds: 5,
      tokens: 10_000,
      curve: [{ step: 0 }, { step: 5 }, { step: 10 }],
    });
    // Each leaves nothing that could be resumed.
    const prepared = engine.commands.flatMap((command) => (command.type === 'prepare' ? [command.runId] : []));
    expect(new Set(prepared).size).toBe(6);
    expect(prepared.every((id) => id.startsWith('survey/'))).toBe(true);
    expect(engine.commands.filter(({ type }) => type === 'deleteSnapshots')).toHaveLength(5);
  });

  test('says what all will take before anything is trained, each objective measured once', async () => {
    const { runner, engine } = open({ bench: 'sigmoid,ipo', seeds: '1,2,3' }, steady);
    await runner.measure();
    expect(runner.current).toMatchObject({ phase: 'measured', measured: { done: 2, total: 2 } });
    // Six runs of 10 · 0.1 + 3 · 2 s.
    expect(runner.current.secondsLeft).toBeCloseTo(42, 9);
    expect(engine.trained).toEqual([]);
    await runner.run();
    expect(runner.current.phase).toBe('done');
    expect(engine.commands.filter(({ type }) => type === 'evaluate')).toHaveLength(2);
  });

  test('corrects what is left by what cells have taken', async () => {
    const { runner, states } = open({ bench: 'sigmoid,ipo' }, steady);
    await runner.run();
    // After the first: 7 s predicted, 12 s with its preparation; one of 7 s is left.
    expect(states.find(({ results, secondsLeft }) => 'sigmoid/42' in results && secondsLeft !== 14)?.secondsLeft).toBe(
      12,
    );
  });

  test('gives objectives the same tokens, not the same steps; a sweep keeps its steps', async () => {
    const half = ({ loss }: Experiment) => ({ rate: () => 0.6, tokensPerStep: loss === 'sft' ? 500 : 1000 });
    const survey = open({ bench: 'sigmoid,sft' }, half);
    await survey.runner.run();
    expect(survey.engine.trained.map(({ loss, max_steps }) => `${loss} ${max_steps}`)).toEqual([
      'sigmoid 10',
      'sft 20',
    ]);
    expect(Object.values(survey.runner.current.results).map(({ tokens }) => tokens)).toEqual([10_000, 10_000]);
    const sweep = open({ ...defaultExperiment('sft'), max_steps: 10, sweep: 'weight_decay:0:0.1:2' }, half);
    await sweep.runner.run();
    expect(sweep.engine.trained.map(({ max_steps }) => max_steps)).toEqual([10, 10]);
    expect(stepsOfBudget(60, { tokensPerStep: 2500, pairTokensPerStep: 1000 })).toBe(24);
    expect(stepsOfBudget(1, { tokensPerStep: 9000, pairTokensPerStep: 1000 })).toBe(1);
  });

  test('goes on where one diverges or cannot be run, and says which', async () => {
    const { runner, ends } = open({ bench: 'sigmoid,ipo,simpo' }, ({ loss }) => ({
      rate: () => 0.6,
      failsToPrepare: loss === 'ipo',
      ...(loss === 'sigmoid' ? { divergesAt: 7 } : {}),
    }));
    await runner.run();
    expect(ends()).toEqual(['sigmoid/42 diverged 7', 'ipo/42 failed 0', 'simpo/42 done 10']);
    expect(runner.current.results['ipo/42']?.failure).toEqual({ code: 'DATA_RELATION_MISSING', data: {} });
    expect(runner.current.results['sigmoid/42']?.failure?.code).toBe('LOSS_DIVERGED');
  });

  test('pauses in the middle of a cell and goes on there, without counting the pause', async () => {
    const { runner, engine, until, ends } = open({ bench: 'sigmoid,ipo' }, steady);
    const done = runner.run();
    await until(({ current }) => current?.step === 3);
    runner.pause();
    expect(runner.current.phase).toBe('paused');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runner.current.current?.step).toBe(3);
    expect(ends()).toEqual([]);
    void runner.run();
    await done;
    expect(ends()).toEqual(['sigmoid/42 done 10', 'ipo/42 done 10']);
    expect(engine.trained).toHaveLength(2);
    expect(runner.current.results['sigmoid/42']?.seconds).toBe(7);
  });

  test('pauses a cell that is still being prepared', async () => {
    const { runner, until } = open({ bench: 'sigmoid' }, steady);
    const done = runner.run();
    await until(({ phase, current }) => phase === 'running' && current !== null);
    runner.pause();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runner.current).toMatchObject({ phase: 'paused', results: {} });
    void runner.run();
    await done;
    expect(runner.current.phase).toBe('done');
  });

  test('gives a cell up to another run, keeps what it has, and begins that cell again', async () => {
    const { runner, engine, until, ends } = open({ bench: 'sigmoid,ipo' }, steady);
    const going = runner.run();
    await until(({ current }) => current?.cell.id === 'ipo/42' && current.step === 4);
    runner.overtake();
    engine.send({ type: 'prepare', runId: 'mine', experiment: SMALL, backend: 'wasm', autostart: false });
    await going;
    expect(runner.current).toMatchObject({ phase: 'paused', wasOvertaken: true, current: null });
    expect(ends()).toEqual(['sigmoid/42 done 10']);
    await runner.run();
    expect(runner.current).toMatchObject({ phase: 'done', wasOvertaken: false });
    expect(engine.trained.map(({ loss }) => loss)).toEqual(['sigmoid', 'ipo', 'ipo']);
  });

  test('takes up the results of an earlier sitting, but not failures', async () => {
    const first = open({ bench: 'sigmoid,ipo,simpo' }, ({ loss }) => ({
      rate: () => 0.6,
      failsToPrepare: loss === 'ipo',
    }));
    await first.runner.run();
    const second = open(
      { bench: 'sigmoid,ipo,simpo' },
      steady,
      JSON.parse(JSON.stringify(first.runner.current.results)),
    );
    expect(second.runner.current.phase).toBe('idle');
    await second.runner.run();
    expect(second.engine.trained.map(({ loss }) => loss)).toEqual(['ipo']);
    const third = open({ bench: 'sigmoid,ipo,simpo' }, steady, second.runner.current.results);
    expect(third.runner.current.phase).toBe('done');
  });
});

describe('hopeless cells of a sweep', () => {
  test('are stopped by the rule, and shown as such', async () => {
    // In order: 0.0001, 0.01, 0.001. The second falls behind for good, the third only by chance.
    const rates: Readonly<Record<string, number>> = { '0.0001': 0.8, '0.001': 0.7, '0.01': 0.2 };
    const { runner, ends } = open({ sweep: 'learning_rate:0.0001:0.01:3' }, ({ learning_rate }) => ({
      rate: (step) => (step === 0 ? 0.5 : (rates[String(learning_rate)] ?? Number.NaN)),
    }));
    await runner.run();
    expect(ends()).toEqual([
      'learning_rate=0.0001/42 done 10',
      'learning_rate=0.01/42 hopeless 5',
      'learning_rate=0.001/42 done 10',
    ]);
  });

  test('are none in a survey of objectives: its table wants them all', async () => {
    const { runner, ends } = open({ bench: 'sigmoid,ipo' }, ({ loss }) => ({
      rate: () => (loss === 'ipo' ? 0.1 : 0.9),
    }));
    await runner.run();
    expect(ends()).toEqual(['sigmoid/42 done 10', 'ipo/42 done 10']);
  });

  test('lie wholly below the best at the same step, from half of their steps on', () => {
    const best = {
      state: 'done' as const,
      step: 10,
      steps: 10,
      tokens: 0,
      seconds: 0,
      preparationSeconds: 0,
      first: {},
      last: {},
      curve: [
        { step: 4, value: 0.9, n: 64 },
        { step: 6, value: 0.8, n: 64 },
      ],
      failure: null,
    };
    // Wilson's 95 % intervals of 64: 0.8 from 0.687 up; 0.5 to 0.619, 0.6 to 0.711.
    expect(isHopeless({ step: 6, value: 0.5, n: 64 }, 10, [best])).toBe(true);
    expect(isHopeless({ step: 6, value: 0.6, n: 64 }, 10, [best])).toBe(false);
    expect(isHopeless({ step: 4, value: 0.1, n: 64 }, 10, [best])).toBe(false); // Too early.
    expect(isHopeless({ step: 7, value: 0.1, n: 64 }, 10, [best])).toBe(false); // Nothing to compare with.
    expect(isHopeless({ step: 6, value: 0.1, n: 64 }, 6, [best])).toBe(false); // It is at its end.
    expect(isHopeless({ step: 6, value: 0.1, n: 64 }, 10, [{ ...best, state: 'diverged' }])).toBe(false);
  });
});
