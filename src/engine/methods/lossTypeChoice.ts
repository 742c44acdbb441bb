import type { Hyperparameter } from './types.ts';

/** What makes a loss of a margin, where a method offers a choice. The numbers are in links and never change. */
export const LOSS_TYPES = { sigmoid: 0, hinge: 1, ipo: 2 } as const;

/** A choice among these, under TRL's name; the first is the default. */
export function lossTypeChoice(names: readonly (keyof typeof LOSS_TYPES)[], meaning: string): Hyperparameter {
  const options = names.map((name) => ({ value: LOSS_TYPES[name], label: name }));
  const values = options.map(({ value }) => value);
  return {
    name: 'loss_type',
    symbol: 'f',
    default: values[0] ?? LOSS_TYPES.sigmoid,
    min: Math.min(...values),
    max: Math.max(...values),
    scale: 'linear',
    step: 1,
    meaning,
    options,
  };
}
