import type { Hyperparameter } from './types.ts';

/** How a margin becomes a loss, where a method offers a choice. The values are in links and never change. */
export const LINKS = { sigmoid: 0, hinge: 1, ipo: 2 } as const;

/** A choice among these links; the first is the default. */
export function linkChoice(names: readonly (keyof typeof LINKS)[], meaning: string): Hyperparameter {
  const options = names.map((name) => ({ value: LINKS[name], label: name }));
  const values = options.map(({ value }) => value);
  return {
    name: 'link',
    symbol: 'f',
    default: values[0] ?? LINKS.sigmoid,
    min: Math.min(...values),
    max: Math.max(...values),
    scale: 'linear',
    step: 1,
    meaning,
    options,
  };
}
