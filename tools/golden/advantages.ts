import {
  type GroupedRewards,
  groupAdvantages,
  leaveOneOutAdvantages,
  lengthWeightedAdvantages,
  rescaledAdvantages,
  standardised,
  weightedRewards,
} from '../../src/engine/methods/group/advantages.ts';
import { Comparison } from './Comparison.ts';
import { numberField, numbersField, rowsField } from './fields.ts';
import { FLOAT64, type GoldenCase, type JsonObject, type Outcome, Unknown } from './types.ts';

/** Kind `advantages`: TRL's from the rewards of several judges, verl's from scores. Which one is the first part of the id. */
export function checkAdvantages(golden: GoldenCase): Outcome {
  const source = golden.id.split('/')[0] ?? '';
  const found = source.startsWith('verl_') ? verl(golden, source.slice('verl_'.length)) : SOURCES[source]?.(golden);
  if (!found) throw new Unknown(`advantages '${source}'`);
  const comparison = new Comparison();
  for (const [name, expected] of Object.entries(golden.expected)) {
    comparison.check(name, found[name] ?? null, expected, FLOAT64);
  }
  return comparison.outcome(golden.id);
}

type Quantities = Readonly<Record<string, Float64Array>>;

const SOURCES: Readonly<Record<string, (golden: GoldenCase) => Quantities>> = {
  trl_grpo({ inputs, hyperparameters }) {
    const epsilon = numberField(hyperparameters, 'std_epsilon');
    const scale = hyperparameters.scale_rewards;
    if (scale !== 'group' && scale !== 'batch' && scale !== 'none') throw new Unknown(`scale_rewards ${String(scale)}`);
    const { rewards, weights, groups } = judged(inputs, hyperparameters);
    if (hyperparameters.multi_objective_aggregation === 'normalize_then_sum') {
      // Each judge by itself first; then all together over the batch.
      const normalised = weights.map((_, judge) =>
        groupAdvantages({ rewards: rewards.map((row) => row[judge] ?? Number.NaN), groups }, scale, epsilon),
      );
      const total = weightedRewards(
        rewards.map((_, i) => normalised.map((values) => values[i] ?? Number.NaN)),
        weights,
      );
      return { total_rewards: total, advantages: standardised(total, epsilon) };
    }
    const total = weightedRewards(rewards, weights);
    return { total_rewards: total, advantages: groupAdvantages({ rewards: total, groups }, scale, epsilon) };
  },
  trl_rloo({ inputs, hyperparameters }) {
    const { rewards, weights, groups } = judged(inputs, hyperparameters);
    const beta = numberField(hyperparameters, 'beta');
    const total = weightedRewards(rewards, weights);
    if (beta !== 0) {
      const reference = rowsField(inputs, 'ref_token_logps');
      const mask = rowsField(inputs, 'mask');
      rowsField(inputs, 'policy_token_logps').forEach((logps, i) => {
        const kl = logps.reduce((sum, logp, t) => sum + (mask[i]?.[t] ?? 0) * (logp - (reference[i]?.[t] ?? 0)), 0);
        total[i] = (total[i] ?? Number.NaN) - beta * kl;
      });
    }
    const scale = hyperparameters.normalize_advantages === true ? 'batch' : 'none';
    return { total_rewards: total, advantages: leaveOneOutAdvantages({ rewards: total, groups }, scale) };
  },
};

/** Rows of a group follow one another. */
function judged(inputs: JsonObject, hyperparameters: JsonObject) {
  const rewards = rowsField(inputs, 'rewards_per_function');
  const size = numberField(hyperparameters, 'num_generations');
  return {
    rewards,
    weights: numbersField(inputs, 'reward_weights'),
    groups: rewards.map((_, i) => Math.floor(i / size)),
  };
}

function verl({ inputs, hyperparameters }: GoldenCase, estimator: string): Quantities {
  const epsilon = numberField(hyperparameters, 'std_epsilon');
  const grouped: GroupedRewards = {
    rewards: numbersField(inputs, 'scores'),
    groups: numbersField(inputs, 'group_index'),
    alone: 'nothing',
  };
  const lengths = rowsField(inputs, 'mask').map((row) => row.reduce((sum, on) => sum + on, 0));
  switch (estimator) {
    case 'grpo':
      return {
        advantages: groupAdvantages(
          grouped,
          hyperparameters.norm_adv_by_std_in_grpo === true ? 'group' : 'none',
          epsilon,
        ),
      };
    case 'rloo':
      return { advantages: leaveOneOutAdvantages(grouped) };
    case 'opo':
      return { advantages: lengthWeightedAdvantages(grouped, lengths) };
    case 'gpg':
      return { advantages: rescaledAdvantages(grouped) };
    default:
      throw new Unknown(`advantages '${estimator}'`);
  }
}
