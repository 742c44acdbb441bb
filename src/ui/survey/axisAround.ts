import type { Experiment, SweepAxis, SweptSetting } from '../../engine/index.ts';

/** A range to begin with: a decade around the experiment's own value on a logarithmic scale, the whole range on a linear one. */
export function axisAround(setting: SweptSetting, experiment: Experiment): SweepAxis {
  const { name, min, max, scale, integer, isHyperparameter } = setting;
  const value = isHyperparameter ? experiment.hyperparameters[name] : experiment[name as 'learning_rate'];
  if (scale === 'linear' || typeof value !== 'number' || value <= 0) return { setting, from: min, to: max, count: 3 };
  const rounded = (end: number) => (integer ? Math.max(1, Math.round(end)) : Number(end.toPrecision(2)));
  const from = Math.max(min, rounded(value / Math.sqrt(10)));
  const to = Math.min(max, rounded(value * Math.sqrt(10)));
  return from < to ? { setting, from, to, count: 3 } : { setting, from: min, to: max, count: 3 };
}
