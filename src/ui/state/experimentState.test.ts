import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../engine/index.ts';
import {
  baseExperiment,
  isBlocked,
  isLiveSetting,
  pendingChanges,
  withHyperparameter,
  withLoss,
  withObjective,
  withSetting,
} from './experimentState.ts';

const typed = (text: string) => withObjective(defaultExperiment('custom'), text);

describe('a custom objective', () => {
  it('gets a setting for each of its words, and keeps the values of those that stay', () => {
    const before = withHyperparameter(typed('beta * delta'), 'beta', 0.7);
    expect(withObjective(before, 'beta * delta - gamma').hyperparameters).toEqual({ beta: 0.7, gamma: 0.5 });
    expect(withObjective(before, 'gamma * delta').hyperparameters).toEqual({ gamma: 0.5 });
  });

  it('keeps every value while the text cannot be read', () => {
    const before = withHyperparameter(typed('beta * delta'), 'beta', 0.7);
    const broken = withObjective(before, 'bet * delta');
    expect(isBlocked(broken)).toBe(true);
    const mended = withObjective(broken, 'beta * delta');
    expect(isBlocked(mended)).toBe(false);
    expect(mended.hyperparameters).toEqual({ beta: 0.7 });
  });

  it('blocks nothing once another objective is chosen', () => {
    const other = withLoss(typed('oops'), 'simpo');
    expect(other.objective).toBe('');
    expect(isBlocked(other)).toBe(false);
    expect(withLoss(other, 'custom', 'oops').objective).toBe('oops');
  });

  it('waits for the next run when its text changes; its settings are live only for the same text', () => {
    const running = typed('beta * delta');
    expect(pendingChanges(running, withHyperparameter(running, 'beta', 0.5))).toEqual([]);
    expect(pendingChanges(running, withObjective(running, 'beta * delta - gamma'))).toEqual(['objective', 'gamma']);
    expect(isLiveSetting(running, 'objective')).toBe(false);
    expect(isLiveSetting(typed('epsilon * delta'), 'objective_epsilon')).toBe(true);
  });

  it('is compared with the defaults of its own words', () => {
    const experiment = typed('gamma * delta');
    expect(baseExperiment({ experiment, presetId: null }).hyperparameters).toEqual({ gamma: 0.5 });
    expect(baseExperiment({ experiment, presetId: 'length-bias' }).hyperparameters).toEqual({ gamma: 0.5 });
  });
});

describe('another world', () => {
  const lengths = ({ max_length, max_completion_length }: Experiment) => [max_length, max_completion_length];
  const usual = lengths(defaultExperiment('sigmoid'));
  const to = (experiment: Experiment, ...worlds: string[]) =>
    worlds.reduce((changed, world) => withSetting(changed, 'data', world), experiment);

  it('brings the room its rows need, and takes it away again', () => {
    const planner = to(defaultExperiment('sigmoid'), 'planner');
    expect(lengths(planner)).toEqual([208, 144]);
    expect(lengths(to(planner, 'arith'))).toEqual([usual[0], 112]);
    expect(lengths(to(planner, 'arith', 'style'))).toEqual(usual);
  });

  it('leaves a length that the person chose', () => {
    const chosen = withSetting(defaultExperiment('sigmoid'), 'max_completion_length', 60);
    expect(lengths(to(chosen, 'planner'))).toEqual([208, 60]);
    expect(lengths(to(chosen, 'planner', 'style'))).toEqual([usual[0], 60]);
  });
});
