import { evaluateObjective } from '../../src/engine/methods/objective.ts';
import { Comparison } from './Comparison.ts';
import { type Evaluated, evaluateInFloat64, evaluateOnTensors, scaled } from './evaluateBoth.ts';
import { expressLoss } from './expressLoss.ts';
import { numbersField, objectField, rowsField } from './fields.ts';
import { sampleArrays } from './sequences.ts';
import { FLOAT64, type GoldenCase, type Outcome, type Tolerance } from './types.ts';

/**
 * Kind `policy_gradient`: losses on samples with advantages. `per_token_loss` holds masked positions, where there is nothing of
 * ours; loss, gradient and, where given, the loss of each sequence are compared.
 */
export function checkPolicyGradientLoss(golden: GoldenCase, tolerance: Tolerance): Outcome {
  const expressed = expressLoss(golden);
  const { inputs, expected } = golden;
  const arrays = expressed.complete(
    sampleArrays({
      policy: rowsField(inputs, 'policy_token_logps'),
      reference: rowsField(inputs, 'ref_token_logps'),
      old: rowsField(inputs, 'old_token_logps'),
      entropies: rowsField(inputs, 'token_entropies'),
      mask: rowsField(inputs, 'mask'),
      advantages: numbersField(inputs, 'advantages'),
    }),
  );
  const comparison = new Comparison();
  const compare = (path: string, evaluated: Evaluated, within: Tolerance) => {
    const { loss, losses, gradient } = scaled(evaluated, expressed);
    const rows = Array.from({ length: arrays.sequences }, (_, n) =>
      gradient.subarray(n * arrays.tokens, (n + 1) * arrays.tokens),
    );
    comparison
      .check(`${path} loss`, loss, expected.loss, within)
      .check(`${path} grad`, rows, objectField(expected, 'grad').policy_token_logps, within);
    if (expected.per_sequence_loss !== undefined) {
      comparison.check(`${path} per_sequence_loss`, losses, expected.per_sequence_loss, within);
    }
  };
  compare('float64', evaluateInFloat64(expressed, arrays), FLOAT64);
  compare('tensors', evaluateOnTensors(expressed, arrays), tolerance);
  const { metrics } = evaluateObjective(expressed.method, arrays, expressed.hyper);
  if (expected.metrics !== undefined) comparison.check('float64 metrics', metrics, expected.metrics, FLOAT64);
  if (expected.kl !== undefined) comparison.check('float64 kl', metrics.kl ?? null, expected.kl, FLOAT64);
  return comparison.outcome(golden.id);
}
