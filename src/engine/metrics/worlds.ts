import type { MetricDefinition } from './types.ts';

/** What a world's own rules tell of fresh answers, beside the judges; each only in worlds that know it. */
export const WORLD_METRICS: readonly MetricDefinition[] = [
  {
    id: 'well_formed',
    unit: '',
    direction: 'up',
    meaning: 'Share of fresh answers that ended by themselves and have the form of the world’s own.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'verified',
    unit: '',
    direction: 'up',
    meaning: 'Of what the world’s verifier can check in a fresh answer, the mean share that holds.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'all_verified',
    unit: '',
    direction: 'up',
    meaning: 'Share of fresh answers that the world’s verifier finds right in everything.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'exploitability',
    unit: '',
    direction: 'down',
    meaning: 'How far the best single style beats the policy’s mix of styles, 2 · P(win) − 1; 0 where no style does.',
    range: [0, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'group_gold/majority',
    unit: 'SD',
    direction: 'up',
    meaning: 'Mean gold score of fresh answers by the wishes of the larger group of users.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'group_gold/minority',
    unit: 'SD',
    direction: 'up',
    meaning: 'Mean gold score of fresh answers by the wishes of the smaller group of users.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
];
