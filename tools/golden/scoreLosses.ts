import { evaluateObjective } from '../../src/engine/methods/objective.ts';
import { preferenceMetrics } from '../../src/engine/metrics/preference.ts';
import { Comparison } from './Comparison.ts';
import { type Evaluated, evaluateInFloat64, evaluateOnTensors } from './evaluateBoth.ts';
import { expressLoss } from './expressLoss.ts';
import { numbersField, objectField } from './fields.ts';
import { sequenceArrays } from './sequences.ts';
import { FLOAT64, type GoldenCase, type Outcome, type Tolerance } from './types.ts';

/** Kind `scores`: losses on a head's scores, which stand in the place of one-token log-probs. */
export function checkScoreLoss(golden: GoldenCase, tolerance: Tolerance): Outcome {
  const expressed = expressLoss(golden);
  const { inputs, expected } = golden;
  const side = (name: string) => numbersField(inputs, name).map((score) => ({ policy: [score], reference: [0] }));
  const [chosen, rejected] = [side('chosen_scores'), side('rejected_scores')];
  const margins = inputs.margin === undefined ? chosen.map(() => 0) : numbersField(inputs, 'margin');
  const arrays = expressed.complete({
    ...sequenceArrays(chosen, rejected, [], false),
    columns: {
      'chosen score': Float64Array.from(margins),
      'rejected score': Float64Array.from(margins, () => 0),
    },
  });
  const grad = objectField(expected, 'grad');
  const comparison = new Comparison();
  const compare = (path: string, { loss, gradient }: Evaluated, within: Tolerance) => {
    comparison
      .check(`${path} loss`, loss, expected.loss, within)
      .check(`${path} grad.chosen_scores`, gradient.slice(0, chosen.length), grad.chosen_scores, within)
      .check(`${path} grad.rejected_scores`, gradient.slice(chosen.length), grad.rejected_scores, within);
  };
  compare('float64', evaluateInFloat64(expressed, arrays), FLOAT64);
  compare('tensors', evaluateOnTensors(expressed, arrays), tolerance);
  const metrics = preferenceMetrics(arrays, evaluateObjective(expressed.method, arrays, expressed.hyper));
  comparison
    .check('float64 accuracy', metrics['rewards/accuracies']?.value ?? null, expected.accuracy, FLOAT64)
    .check('float64 mean_margin', metrics['rewards/margins']?.value ?? null, expected.mean_margin, FLOAT64);
  return comparison.outcome(golden.id);
}
