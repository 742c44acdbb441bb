import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../engine/index.ts';
import { RunSeries } from '../series/RunSeries.ts';
import { plausibleRun } from './__fixtures__/plausibleRun.ts';
import { pendingChanges, withHyperparameter, withLoss, withSetting } from './experimentState.ts';
import { addRun, comparedWith, keepRun, pinRun } from './library.ts';

const experiment = defaultExperiment();
function run(number: number) {
  const series = new RunSeries();
  for (const { step, values } of plausibleRun(40).records) series.append('train', step, values);
  return keepRun(`run-${number}`, number, experiment, 40, series);
}

describe('library', () => {
  it('keeps the curves that are drawn faintly, and the final figures', () => {
    const kept = run(1);
    expect(kept.curves['rewards/margins']).toHaveLength(40);
    expect(kept.finals['rewards/accuracies']).toBeGreaterThan(0.5);
  });

  it('compares with the pinned run, else with the one before', () => {
    const runs = addRun(addRun(addRun([], run(1)), run(2)), run(3));
    const newest = runs[0];
    if (newest === undefined) throw new Error('no runs');
    expect(comparedWith(runs, newest)?.number).toBe(2);
    expect(comparedWith(pinRun(runs, 'run-1'), newest)?.number).toBe(1);
    expect(pinRun(pinRun(runs, 'run-1'), 'run-2').filter(({ pinned }) => pinned)).toHaveLength(1);
  });
});

describe('changes while a run goes on', () => {
  it('wait, unless they are live', () => {
    expect(pendingChanges(experiment, withHyperparameter(experiment, 'beta', 0.9))).toEqual([]);
    expect(pendingChanges(experiment, withSetting(experiment, 'learning_rate', 1e-3))).toEqual([]);
    expect(pendingChanges(experiment, withSetting(experiment, 'seed', 1))).toEqual(['seed']);
    expect(pendingChanges(experiment, withLoss(experiment, 'simpo'))).toContain('loss');
  });

  it('another objective brings its own learning rate, unless one was chosen', () => {
    const other = defaultExperiment('simpo');
    expect(withLoss(experiment, 'simpo').learning_rate).toBe(other.learning_rate);
    const chosen = withSetting(experiment, 'learning_rate', 0.00777);
    expect(withLoss(chosen, 'simpo').learning_rate).toBe(0.00777);
  });
});
