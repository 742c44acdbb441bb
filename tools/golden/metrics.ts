import { fitBradleyTerry } from '../../src/engine/metrics/bradleyTerry.ts';
import { kendallTauB, leastSquares, pearson, spearman } from '../../src/engine/metrics/correlation.ts';
import { type EloMatch, eloRatings } from '../../src/engine/metrics/elo.ts';
import { entropy, klDivergence, klEstimates, logSoftmax } from '../../src/engine/metrics/kl.ts';
import { wilsonInterval, winRate } from '../../src/engine/metrics/winRate.ts';
import { Comparison, type Found } from './Comparison.ts';
import { numberField, numbersField, rowsField } from './fields.ts';
import { FLOAT64, type GoldenCase, type Outcome, Unknown } from './types.ts';

/** Kind `metrics`: which quantity a case is about is the first part of its id. */
export function checkMetric(golden: GoldenCase): Outcome {
  const name = golden.id.split('/')[0] ?? '';
  const quantities = QUANTITIES[name];
  if (quantities === undefined) throw new Unknown(`metric '${name}'`);
  const found = quantities(golden);
  const comparison = new Comparison();
  for (const [key, expected] of Object.entries(golden.expected)) {
    if (!(key in found)) throw new Unknown(`quantity '${key}'`);
    comparison.check(key, found[key] ?? null, expected, FLOAT64, 'null');
  }
  return comparison.outcome(golden.id);
}

const QUANTITIES: Readonly<Record<string, (golden: GoldenCase) => Record<string, Found>>> = {
  corr({ inputs }) {
    const [length, reward] = [numbersField(inputs, 'length'), numbersField(inputs, 'implicit_reward')];
    const line = leastSquares(length, reward);
    return {
      pearson: pearson(length, reward),
      spearman: spearman(length, reward),
      kendall_tau_b: kendallTauB(length, reward),
      ols_slope: line?.slope ?? null,
      ols_intercept: line?.intercept ?? null,
    };
  },
  wilson({ inputs, hyperparameters }) {
    const [wins, n] = [numberField(inputs, 'wins'), numberField(inputs, 'n')];
    const interval = wilsonInterval(wins, n, numberField(hyperparameters, 'z'));
    return { rate: n === 0 ? null : wins / n, low: interval?.low ?? null, high: interval?.high ?? null };
  },
  rate_with_ties({ inputs, hyperparameters }) {
    if (hyperparameters.tie_value !== 0.5) throw new Unknown(`tie_value ${String(hyperparameters.tie_value)}`);
    const result = winRate(numbersField(inputs, 'outcomes'));
    return {
      rate: result?.rate ?? null,
      wins: result?.wins ?? null,
      losses: result?.losses ?? null,
      ties: result?.ties ?? null,
      standard_error: result?.standardError ?? null,
    };
  },
  bt({ inputs }) {
    const fit = fitBradleyTerry(rowsField(inputs, 'wins'));
    return {
      log_strength_mean_zero: fit?.strengths ?? null,
      elo_like: fit?.ratings ?? null,
      negative_log_likelihood: fit?.negativeLogLikelihood ?? null,
      win_probability: fit?.probabilities ?? null,
    };
  },
  elo({ inputs, hyperparameters }) {
    const options = {
      k: numberField(hyperparameters, 'k'),
      start: numberField(hyperparameters, 'start'),
      scale: numberField(hyperparameters, 'scale'),
    };
    const matches = rowsField(inputs, 'matches').map(
      ([first = -1, second = -1, score = Number.NaN]): EloMatch => [first, second, score],
    );
    const ratings = eloRatings(numberField(inputs, 'players'), matches, options);
    return { after_each_match: ratings, final: ratings.at(-1) ?? null };
  },
  kl({ inputs }) {
    const policy = rowsField(inputs, 'policy_logits').map(logSoftmax);
    const reference = rowsField(inputs, 'ref_logits').map(logSoftmax);
    const tokens = numbersField(inputs, 'tokens');
    const pick = (rows: readonly Float64Array[]) => tokens.map((token, i) => rows[i]?.[token] ?? Number.NaN);
    const [logps, refLogps] = [pick(policy), pick(reference)];
    const estimates = logps.map((logp, i) => klEstimates(logp, refLogps[i] ?? Number.NaN));
    return {
      policy_token_logps: logps,
      ref_token_logps: refLogps,
      k1: estimates.map(({ k1 }) => k1),
      k2: estimates.map(({ k2 }) => k2),
      k3: estimates.map(({ k3 }) => k3),
      kl_policy_ref: policy.map((row, i) => klDivergence(row, reference[i] ?? [])),
      kl_ref_policy: reference.map((row, i) => klDivergence(row, policy[i] ?? [])),
      entropy_policy: policy.map(entropy),
      perplexity_of_tokens: Math.exp(-logps.reduce((sum, logp) => sum + logp, 0) / logps.length),
    };
  },
};
