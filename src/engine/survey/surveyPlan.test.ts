import { describe, expect, test } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { surveyPlan } from './surveyPlan.ts';

function planOf(changes: Partial<Experiment>, loss = 'sigmoid') {
  const plan = surveyPlan({ ...defaultExperiment(loss), ...changes });
  if (plan === null) throw new Error('no plan');
  return plan;
}

describe('a survey of objectives', () => {
  const plan = planOf({
    bench: 'ipo,sigmoid',
    seeds: '7,8',
    data: 'style',
    learning_rate: 5e-4,
    max_steps: 30,
    race: 'sft',
  });

  test('runs every objective once before any seed comes again', () => {
    expect(plan.cells.map(({ id }) => id)).toEqual(['ipo/7', 'sigmoid/7', 'ipo/8', 'sigmoid/8']);
  });

  test('shares all but the objective; its own keeps its settings, others start from their page defaults', () => {
    const [ipo, own] = plan.cells;
    expect(own?.experiment).toMatchObject({
      loss: 'sigmoid',
      learning_rate: 5e-4,
      seed: 7,
      max_steps: 30,
      data: 'style',
    });
    const { hyperparameters, learning_rate } = defaultExperiment('ipo');
    expect(ipo?.experiment).toMatchObject({ loss: 'ipo', hyperparameters, learning_rate, seed: 7, data: 'style' });
    const knobs = { ...planOf({ bench: 'ipo', world_knobs: { hops: 3 } }).cells[0]?.experiment.world_knobs };
    expect(knobs).toEqual({ hops: 3 });
    for (const { experiment } of plan.cells) {
      expect(experiment).toMatchObject({ race: '', bench: '', sweep: '', seeds: '' });
    }
  });

  test('without seeds takes the experiment’s own; without a list there is no plan', () => {
    expect(planOf({ bench: 'ipo', seed: 5 }).cells.map(({ id }) => id)).toEqual(['ipo/5']);
    expect(surveyPlan({ ...defaultExperiment(), seeds: '1,2' })).toBeNull();
  });
});

describe('a sweep', () => {
  test('of a logarithmic setting has even decades, of a linear one even steps', () => {
    const betas = planOf({ sweep: 'beta:0.01:1:5' }).cells.map(({ experiment }) => experiment.hyperparameters.beta);
    // 0.01 · 10^(i/2), to three figures.
    expect(betas.toSorted((a = 0, b = 0) => a - b)).toEqual([0.01, 0.0316, 0.1, 0.316, 1]);
    const steps = planOf({ sweep: 'warmup_steps:0:10:3' }).cells.map(({ experiment }) => experiment.warmup_steps);
    expect(steps.toSorted((a, b) => a - b)).toEqual([0, 5, 10]);
  });

  test('draws the coarse picture first: ends, the middle, what lies between', () => {
    const order = planOf({ sweep: 'beta:0.01:1:5' }).rows.map(({ point }) => point?.at?.[0]);
    expect(order).toEqual([0, 4, 2, 1, 3]);
    const grid = planOf({ sweep: 'beta:0.01:1:3,learning_rate:0.0001:0.01:3' }).rows.map(({ point }) => point?.at);
    expect(grid).toHaveLength(9);
    expect(grid.slice(0, 4)).toEqual([
      [0, 0],
      [2, 0],
      [0, 2],
      [2, 2],
    ]);
    expect(new Set(grid.map(String)).size).toBe(9);
  });

  test('of random cells draws the same ones from the same seed, within the ranges', () => {
    const sweep = 'random:40,beta:0.01:1,warmup_steps:2:4';
    const plan = planOf({ sweep, seed: 3 });
    expect(planOf({ sweep, seed: 3 })).toEqual(plan);
    expect(planOf({ sweep, seed: 4 })).not.toEqual(plan);
    const betas = plan.cells.map(({ experiment }) => experiment.hyperparameters.beta ?? Number.NaN);
    expect(Math.min(...betas)).toBeGreaterThanOrEqual(0.01);
    expect(Math.max(...betas)).toBeLessThanOrEqual(1);
    // Even in decades: about half lie below 0.1 (of 40, 20 ± 3.2; five deviations are allowed).
    expect(Math.abs(betas.filter((beta) => beta < 0.1).length - 20)).toBeLessThan(16);
    expect(new Set(plan.cells.map(({ experiment }) => experiment.warmup_steps))).toEqual(new Set([2, 3, 4]));
    expect(new Set(plan.cells.map(({ id }) => id)).size).toBe(40);
  });

  test('sweeps with several seeds, and leaves what is not swept alone', () => {
    const plan = planOf({ sweep: 'learning_rate:0.0001:0.01:2', seeds: '1,2', epsilon: 0.1 }, 'simpo');
    expect(plan.cells.map(({ id }) => id)).toEqual([
      'learning_rate=0.0001/1',
      'learning_rate=0.01/1',
      'learning_rate=0.0001/2',
      'learning_rate=0.01/2',
    ]);
    expect(plan.cells[1]?.experiment).toMatchObject({
      loss: 'simpo',
      learning_rate: 0.01,
      epsilon: 0.1,
      seed: 1,
      hyperparameters: defaultExperiment('simpo').hyperparameters,
    });
  });
});
