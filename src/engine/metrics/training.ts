import type { MetricDefinition } from './types.ts';

export const TRAINING_METRICS: readonly MetricDefinition[] = [
  {
    id: 'loss',
    unit: '',
    direction: 'down',
    meaning: 'Mean of the objective over the examples of the batch.',
    range: [null, null],
    format: { style: 'number', digits: 3 },
  },
  {
    id: 'learning_rate',
    unit: '',
    direction: 'none',
    meaning: 'Step size that the optimiser used, after warm-up and decay.',
    range: [0, null],
    format: { style: 'scientific', digits: 1 },
  },
  {
    id: 'grad_norm',
    unit: '',
    direction: 'none',
    meaning: 'Length of the gradient over all parameters, before clipping.',
    range: [0, null],
    format: { style: 'number', digits: 2 },
  },
];
