import type { MetricDefinition } from './types.ts';

export const COMPLETION_METRICS: readonly MetricDefinition[] = [
  {
    id: 'completions/mean_length',
    unit: 'tokens',
    direction: 'none',
    meaning: 'Mean length of the policy’s sampled answers, end token counted.',
    range: [0, null],
    format: { style: 'number', digits: 1 },
  },
  {
    id: 'completions/clipped_ratio',
    unit: '',
    direction: 'down',
    meaning: 'Share of sampled answers that reached the length limit without ending.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'gold_reward',
    unit: 'SD',
    direction: 'up',
    meaning: 'Mean gold score of sampled answers: quality alone, in standard deviations of the world’s own answers.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'proxy_reward',
    unit: 'SD',
    direction: 'none',
    meaning: 'Mean score of sampled answers by the judge that labelled the data: quality plus its bias for length.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
];
