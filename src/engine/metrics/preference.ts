import type { ObjectiveEvaluation } from '../methods/objective.ts';
import { completionSums, type ObjectiveArrays } from '../methods/objectiveArrays.ts';
import { definedMetrics, meanOf } from './aggregate.ts';
import type { MetricDefinition, MetricValues } from './types.ts';

const REWARD = { unit: '', range: [null, null], format: { style: 'number', digits: 3 } } as const;
const LOGP = { unit: 'nats', range: [null, 0], format: { style: 'number', digits: 1 } } as const;

export const PREFERENCE_METRICS: readonly MetricDefinition[] = [
  {
    id: 'rewards/chosen',
    ...REWARD,
    direction: 'none',
    meaning:
      'Mean implicit reward of chosen answers: β times the log-ratio to the reference (the method’s own score without one).',
  },
  {
    id: 'rewards/rejected',
    ...REWARD,
    direction: 'none',
    meaning: 'Mean implicit reward of rejected answers.',
  },
  {
    id: 'rewards/margins',
    ...REWARD,
    direction: 'up',
    meaning: 'Mean lead of the chosen answer’s implicit reward over the rejected one’s.',
  },
  {
    id: 'rewards/accuracies',
    unit: '',
    direction: 'up',
    meaning: 'Share of pairs in which the chosen answer has the larger implicit reward.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'logps/chosen',
    ...LOGP,
    direction: 'none',
    meaning: 'Mean log-probability of a chosen answer, summed over its tokens.',
  },
  {
    id: 'logps/rejected',
    ...LOGP,
    direction: 'none',
    meaning: 'Mean log-probability of a rejected answer, summed over its tokens.',
  },
  {
    id: 'displacement/chosen',
    unit: 'nats',
    direction: 'none',
    meaning:
      'Mean change of a chosen held-out answer’s log-probability against the reference; negative: it grew less likely.',
    range: [null, null],
    format: { style: 'number', digits: 1 },
  },
  {
    id: 'displacement/rejected',
    unit: 'nats',
    direction: 'none',
    meaning: 'The same of rejected answers.',
    range: [null, null],
    format: { style: 'number', digits: 1 },
  },
];

/**
 * What TRL logs of an evaluated batch: loss, rewards, margins, accuracies (strict), log-probs. Margins and accuracies need
 * as many chosen as rejected rows (row i of either belongs to pair i, also where the method does not pair them); what has no
 * rows is left out.
 */
export function preferenceMetrics(arrays: ObjectiveArrays, evaluation: ObjectiveEvaluation): MetricValues {
  const { losses, chosenRewards, rejectedRewards } = evaluation;
  const paired = chosenRewards.length === rejectedRewards.length;
  const margins = paired ? chosenRewards.map((reward, i) => reward - (rejectedRewards[i] as number)) : [];
  return definedMetrics({
    loss: meanOf(losses),
    'rewards/chosen': meanOf(chosenRewards),
    'rewards/rejected': meanOf(rejectedRewards),
    'rewards/margins': meanOf(margins),
    'rewards/accuracies': meanOf(Array.from(margins, (margin) => (margin > 0 ? 1 : 0))),
    'logps/chosen': meanOf(completionSums(arrays, arrays.chosen).logps),
    'logps/rejected': meanOf(completionSums(arrays, arrays.rejected).logps),
  });
}
