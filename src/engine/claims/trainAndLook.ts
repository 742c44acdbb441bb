import type { Experiment } from '../experiment/schema.ts';
import type { Trainer } from '../train/trainer.ts';
import type { Workbench } from '../train/workbench.ts';
import type { Lab, TrainOptions } from './types.ts';

/** Where a claim looks at the policy itself, evaluations on the way are but a formality. */
const SMALLEST_EVALUATION = { eval_pairs: 4, eval_prompts: 0 } as const;

/** Trains and gives what `look` finds at the end; the evaluations are kept small. */
export async function trainAndLook<T>(
  lab: Lab,
  experiment: Experiment,
  look: (bench: Workbench, trainer: Trainer) => Promise<T>,
  options: Omit<TrainOptions, 'look' | 'evaluateEvery'> = {},
): Promise<T> {
  const found: T[] = [];
  await lab.train(
    { ...experiment, ...SMALLEST_EVALUATION },
    { ...options, look: async (bench, trainer) => void found.push(await look(bench, trainer)) },
  );
  return found[0] as T;
}
