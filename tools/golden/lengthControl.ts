import { lengthControlledWinRate } from '../../src/engine/metrics/lengthControl.ts';
import { winRate } from '../../src/engine/metrics/winRate.ts';
import { Comparison, type Found } from './Comparison.ts';
import { numberField, numbersField, objectField } from './fields.ts';
import { type GoldenCase, type Outcome, type Tolerance, Unknown } from './types.ts';

const PERCENT = 100;
/** Exact optima at a given strength, ours and theirs. */
const EXACT: Tolerance = { rtol: 0, atol: 1e-4 };
const EXACT_WEIGHTS: Tolerance = { rtol: 0, atol: 1e-5 };
/** Their solver stops early; the file states these. */
const REFERENCE_RATE: Tolerance = { rtol: 0, atol: 0.1 };
const REFERENCE_WEIGHTS: Tolerance = { rtol: 0, atol: 0.02 };
const REFERENCE_SCORES: Tolerance = { rtol: 0, atol: 1e-4 };
const COUNTED: Tolerance = { rtol: 0, atol: 1e-6 };

const NAMES = {
  length: 'np.tanh(std_delta_len)',
  difficulty: 'instruction_difficulty',
  bias: 'not_gamed_baseline.astype(float)',
} as const;

/** Kind `lc_winrate`: the raw rates, the model at the strength that they chose, without penalty, and with a strength of our choice. */
export function checkLengthControl(golden: GoldenCase): Outcome {
  const { inputs, hyperparameters, expected } = golden;
  const glm = String(hyperparameters.glm);
  if (!['length_controlled_v1', 'length_controlled_noreg', 'length_controlled_minimal'].includes(glm))
    throw new Unknown(`model '${glm}'`);
  // 1 … 2, and 0 for a tie.
  const preferences = numbersField(inputs, 'preference').map((value) => (value === 0 ? 1.5 : value) - 1);
  const gamed = glm === 'length_controlled_v1' ? objectField(inputs, 'gamed') : null;
  const rows = {
    preferences,
    lengths: numbersField(inputs, 'output_2_length'),
    baselineLengths: numbersField(inputs, 'output_1_length'),
    ...(glm === 'length_controlled_minimal' ? {} : { difficulties: numbersField(inputs, 'instruction_difficulty') }),
  };
  const regularizer = gamed && {
    lengthTerms: numbersField(gamed, 'std_delta_len').map(Math.tanh),
    difficulties: numbersField(gamed, 'instruction_difficulty'),
    preferences: numbersField(gamed, 'preference'),
    weight: numberField(hyperparameters, 'regularize_to_baseline_lambda') / 2,
  };
  const solve = (inverseStrength?: number | 'cross-validated') =>
    found(
      lengthControlledWinRate(rows, {
        ...(inverseStrength && { inverseStrength }),
        ...(regularizer && { regularizer }),
      }),
    );
  const chosen = solve(numberField(expected, 'chosen_C'));
  const comparison = new Comparison();
  for (const [key, value] of Object.entries(rawRates(preferences)))
    comparison.check(key, value, expected[key], COUNTED);
  comparison.check('length_controlled_winrate', chosen.rate, expected.length_controlled_winrate, REFERENCE_RATE);
  comparison.check('lc_standard_error', chosen.error, expected.lc_standard_error, REFERENCE_RATE);
  comparison.check('weights', chosen.weights, expected.weights, REFERENCE_WEIGHTS);
  for (const [key, solution] of [
    ['tight_solution_at_same_C', chosen],
    ['unpenalised_solution', solve()],
  ] as const) {
    const want = objectField(expected, key);
    comparison.check(`${key}.length_controlled_winrate`, solution.rate, want.length_controlled_winrate, EXACT);
    comparison.check(`${key}.weights`, solution.weights, want.weights, EXACT_WEIGHTS);
  }
  const validated = solve('cross-validated');
  const scores = objectField(expected, 'cv_mean_negative_log_loss').score;
  comparison.check('cv scores', validated.scores, scores, REFERENCE_SCORES);
  comparison.check('cross-validated rate', validated.rate, expected.length_controlled_winrate, REFERENCE_RATE);
  return comparison.outcome(golden.id);
}

interface Solution {
  readonly rate: number;
  readonly error: number | null;
  readonly weights: Found;
  readonly scores: Found;
}

function found(result: ReturnType<typeof lengthControlledWinRate>): Solution {
  if (result === null) throw new RangeError('no rows');
  const { length, difficulty, bias } = result.weights;
  return {
    scores: result.validation?.losses.map((loss) => -loss) ?? null,
    rate: PERCENT * result.rate,
    error: result.predictionError === null ? null : PERCENT * result.predictionError,
    weights: {
      [NAMES.length]: length,
      [NAMES.bias]: bias,
      ...(difficulty === null ? {} : { [NAMES.difficulty]: difficulty }),
    },
  };
}

function rawRates(preferences: readonly number[]): Record<string, Found> {
  const result = winRate(preferences);
  if (result === null) throw new RangeError('no rows');
  const { rate, standardError, wins, losses, ties, n } = result;
  return {
    win_rate: PERCENT * rate,
    standard_error: standardError === null ? null : PERCENT * standardError,
    n_wins: wins,
    n_wins_base: losses,
    n_draws: ties,
    n_total: n,
    discrete_win_rate: (PERCENT * (wins + ties / 2)) / n,
  };
}
