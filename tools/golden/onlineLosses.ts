import { evaluateObjective, type ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { Comparison } from './Comparison.ts';
import { type Evaluated, evaluateInFloat64, evaluateOnTensors } from './evaluateBoth.ts';
import { expressLoss } from './expressLoss.ts';
import { numbersField, objectField, rowsField } from './fields.ts';
import type { ExpressedLoss } from './losses/ExpressedLoss.ts';
import { sampleArrays, sequenceArrays } from './sequences.ts';
import { FLOAT64, type GoldenCase, type JsonObject, type Outcome, type Tolerance, Unknown } from './types.ts';

/** How a loss's inputs become a batch, and its gradient the fields of a case. */
interface OnlineLoss {
  readonly arrays: (inputs: JsonObject) => ObjectiveArrays;
  /** Row of the batch by place in each field of `expected.grad`. */
  readonly rows: (inputs: JsonObject) => Readonly<Record<string, readonly number[]>>;
  /** One number a row, not one a token. */
  readonly sums?: true;
  /** What else a case expects. */
  readonly also?: (
    comparison: Comparison,
    expressed: ExpressedLoss,
    arrays: ObjectiveArrays,
    expected: JsonObject,
  ) => void;
}

/** Kind `online`: losses on fresh answers, which name their fields each in its own way. */
export function checkOnlineLoss(golden: GoldenCase, tolerance: Tolerance): Outcome {
  const loss = ONLINE_LOSSES[golden.loss];
  if (!loss) throw new Unknown(`loss '${golden.loss}'`);
  const expressed = expressLoss(golden);
  const { inputs, expected } = golden;
  const arrays = expressed.complete(loss.arrays(inputs));
  const grad = objectField(expected, 'grad');
  const comparison = new Comparison();
  const compare = (path: string, { loss: value, gradient }: Evaluated, within: Tolerance) => {
    comparison.check(`${path} loss`, value, expected.loss, within);
    for (const [field, rows] of Object.entries(loss.rows(inputs))) {
      const found = rows.map((row) => {
        const begin = row * arrays.tokens;
        const length = arrays.completionMask.subarray(begin, begin + arrays.tokens).reduce((sum, on) => sum + on, 0);
        return gradient.subarray(begin, begin + length);
      });
      const all = loss.sums ? found.map(([first]) => first ?? null) : found;
      comparison.check(`${path} grad.${field}`, all, grad[field], within);
    }
  };
  compare('float64', evaluateInFloat64(expressed, arrays), FLOAT64);
  compare('tensors', evaluateOnTensors(expressed, arrays), tolerance);
  loss.also?.(comparison, expressed, arrays, expected);
  return comparison.outcome(golden.id);
}

const ONLINE_LOSSES: Readonly<Record<string, OnlineLoss>> = {
  xpo: {
    arrays(inputs) {
      const own = numbersField(inputs, 'own_is_chosen').map((flag) => flag === 1);
      const side = (name: 'own' | 'ref') => {
        const reference = rowsField(inputs, `ref_logps_on_${name}`);
        return rowsField(inputs, `policy_logps_on_${name}`).map((policy, i) => ({
          policy,
          reference: reference[i] ?? [],
        }));
      };
      const [owns, refs] = [side('own'), side('ref')];
      const pick = (ownFirst: boolean) => own.flatMap((flag, i) => (flag === ownFirst ? owns : refs)[i] ?? []);
      return sequenceArrays(pick(true), pick(false), [], false);
    },
    rows(inputs) {
      const own = numbersField(inputs, 'own_is_chosen');
      return {
        policy_logps_on_own: own.map((flag, i) => (flag === 1 ? i : i + own.length)),
        policy_logps_on_ref: own.map((flag, i) => (flag === 1 ? i + own.length : i)),
      };
    },
    also(comparison, { method, hyper }, arrays, expected) {
      const { losses } = evaluateObjective(method, arrays, hyper);
      const preference = evaluateObjective(method, arrays, { ...hyper, alpha: 0 }).losses;
      const bonus = losses.map((value, i) => value - (preference[i] ?? Number.NaN));
      comparison
        .check('float64 dpo_losses', preference, expected.dpo_losses, FLOAT64)
        .check('float64 xpo_losses', bonus, expected.xpo_losses, FLOAT64);
    },
  },
  nash_md: {
    arrays: (inputs) =>
      sampleArrays({
        policy: rowsField(inputs, 'policy_token_logps'),
        reference: rowsField(inputs, 'ref_token_logps'),
        advantages: numbersField(inputs, 'win_probability').map((probability) => probability - 0.5),
      }),
    rows: (inputs) => ({ policy_token_logps: rowsField(inputs, 'policy_token_logps').map((_, i) => i) }),
    also(comparison, { method, hyper }, arrays, expected) {
      // Without the divergence term a loss is minus its score.
      const { losses } = evaluateObjective(method, arrays, { ...hyper, beta: 0 });
      const kl = numbersField(expected, 'kl');
      const { metrics } = evaluateObjective(method, arrays, hyper);
      comparison
        .check(
          'float64 score',
          losses.map((value) => -value),
          expected.score,
          FLOAT64,
        )
        .check(
          'float64 kl',
          metrics['objective/kl'] ?? null,
          kl.reduce((sum, value) => sum + value, 0) / kl.length,
          FLOAT64,
        );
    },
  },
  a_star_po: {
    arrays(inputs) {
      const values = numbersField(inputs, 'v_star');
      return sampleArrays({
        policy: numbersField(inputs, 'policy_logps').map((logp) => [logp]),
        reference: numbersField(inputs, 'ref_logps').map((logp) => [logp]),
        advantages: numbersField(inputs, 'rewards').map((reward, i) => reward - (values[i] ?? Number.NaN)),
      });
    },
    rows: (inputs) => ({ policy_logps: numbersField(inputs, 'policy_logps').map((_, i) => i) }),
    sums: true,
  },
};
