import { describe, expect, it } from 'vitest';
import { defaultExperiment } from './defaultExperiment.ts';
import { describeDifference } from './difference.ts';

const base = defaultExperiment();

describe('describeDifference', () => {
  it('finds nothing between an experiment and itself', () => {
    expect(describeDifference(base, defaultExperiment())).toEqual([]);
  });

  it('lists changed settings in the form’s order, then hyperparameters', () => {
    const after = { ...base, seed: 7, learning_rate: 1e-4, hyperparameters: { ...base.hyperparameters, beta: 0.5 } };
    expect(describeDifference(base, after)).toEqual([
      { key: 'learning_rate', before: String(base.learning_rate), after: '0.0001' },
      { key: 'seed', before: '42', after: '7' },
      { key: 'beta', before: String(base.hyperparameters.beta), after: '0.5' },
    ]);
  });

  it('shows a hyperparameter that one side’s method lacks as empty there', () => {
    const after = defaultExperiment('simpo');
    const differences = describeDifference(base, after);
    expect(differences).toContainEqual({ key: 'loss', before: 'sigmoid', after: 'simpo' });
    const [gained] = Object.keys(after.hyperparameters).filter((name) => !(name in base.hyperparameters));
    expect(gained).toBeDefined();
    expect(differences.find(({ key }) => key === gained)).toMatchObject({ before: '' });
    expect(describeDifference(after, base).find(({ key }) => key === gained)).toMatchObject({ after: '' });
  });

  it('tells who else takes part in a race', () => {
    expect(describeDifference(base, { ...base, race: 'ipo,sft' })).toEqual([
      { key: 'race', before: '', after: 'ipo,sft' },
    ]);
  });

  it('names the text of a custom objective, and settings that came with its words', () => {
    const [before, after] = [defaultExperiment('custom'), defaultExperiment('custom', 'beta * delta - gamma')];
    expect(describeDifference(before, after)).toEqual([
      { key: 'objective', before: '-logsigmoid(beta * delta)', after: 'beta * delta - gamma' },
      { key: 'gamma', before: '', after: '0.5' },
    ]);
  });

  it('tells no knob from a knob of null', () => {
    expect(describeDifference(base, { ...base, kappa: 0 })).toEqual([{ key: 'kappa', before: 'null', after: '0' }]);
  });
});
