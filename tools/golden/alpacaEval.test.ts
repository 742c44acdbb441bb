import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { spearman } from '../../src/engine/metrics/correlation.ts';
import {
  type LengthControlOptions,
  type LengthControlRegularizer,
  lengthControlledBetween,
  lengthControlledWinRate,
} from '../../src/engine/metrics/lengthControl.ts';
import { winRate } from '../../src/engine/metrics/winRate.ts';

/** AlpacaEval 2.0's published numbers of 50 models; see `SOURCE.md` beside them for formulas and limits. */
const FOLDER = fileURLToPath(new URL('../../../shared/data/alpaca_eval/', import.meta.url));
const present = existsSync(FOLDER);
if (!present) console.warn('skipped: AlpacaEval (../shared/data/alpaca_eval is not beside the repository)');

interface Published {
  readonly published: {
    readonly win_rate: number;
    readonly standard_error: number;
    readonly discrete_win_rate: number;
    readonly length_controlled_winrate: number;
    readonly weights: {
      readonly tanh_std_delta_len: number;
      readonly instruction_difficulty: number;
      readonly bias: number;
    };
  };
  readonly l1_C: number;
  readonly recomputed: {
    readonly lc_refit: number;
    readonly lc_refit_no_regulariser: number;
    readonly lc_minimal_tanh_len_plus_bias: number;
  };
}

function json<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as T;
}

function annotations(model: string) {
  const lines = readFileSync(`${FOLDER}annotations/${model}.csv`, 'utf8').trim().split('\n').slice(1);
  const column = (index: number) => lines.map((line) => Number(line.split(',')[index]));
  return { index: column(0), preferences: column(1), baselineLengths: column(2), lengths: column(3) };
}

/**
 * The regulariser's labels are known by two sums only, and only these enter the fit: labels a · length + b · difficulty with the same
 * sums give the same fit.
 */
function regularizer(difficulty: readonly number[]): LengthControlRegularizer {
  const gamed = json<{
    tanh_std_delta_len_verbose: number[];
    tanh_std_delta_len_concise: number[];
    row_weight: number;
    S_len: number;
    S_diff: number;
  }>('gamed_regulariser.json');
  const lengthTerms = [...gamed.tanh_std_delta_len_verbose, ...gamed.tanh_std_delta_len_concise];
  const difficulties = [...difficulty, ...difficulty];
  const sum = (x: readonly number[], y: readonly number[]) => x.reduce((total, v, i) => total + v * (y[i] ?? 0), 0);
  const [ll, ld, dd] = [sum(lengthTerms, lengthTerms), sum(lengthTerms, difficulties), sum(difficulties, difficulties)];
  const a = (gamed.S_len * dd - gamed.S_diff * ld) / (ll * dd - ld * ld);
  const b = (gamed.S_diff * ll - gamed.S_len * ld) / (ll * dd - ld * ld);
  const preferences = lengthTerms.map((term, i) => a * term + b * (difficulties[i] ?? 0));
  return { lengthTerms, difficulties, preferences, weight: gamed.row_weight };
}

/** The published strengths are rounded to six digits: the grid's own. */
function onGrid(strength: number): number {
  return 10 ** (-4 + (8 * Math.round(((Math.log10(strength) + 4) * 9) / 8)) / 9);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

describe.skipIf(!present)('AlpacaEval 2.0', () => {
  const expected = present ? json<Record<string, Published>>('expected.json') : {};
  const difficulty = present
    ? json<{ instruction_difficulty: number[] }>('instruction_difficulty.json').instruction_difficulty
    : [];
  const held = present ? regularizer(difficulty) : undefined;
  const models = Object.entries(expected).map(([name, numbers]) => {
    const { index, ...rows } = annotations(name);
    return { name, numbers, rows: { ...rows, difficulties: index.map((i) => difficulty[i] ?? Number.NaN) } };
  });
  const honest = models.filter(({ name }) => name !== 'NullModel');
  const rateOf = ({ rows }: (typeof models)[number], options: LengthControlOptions, minimal = false) => {
    const { difficulties, ...lengths } = rows;
    const result = lengthControlledWinRate(minimal ? lengths : { ...lengths, difficulties }, options);
    return result === null ? Number.NaN : 100 * result.rate;
  };
  const errors = (rates: readonly number[], of = honest) =>
    rates.map((rate, i) => Math.abs(rate - (of[i]?.numbers.published.length_controlled_winrate ?? Number.NaN)));

  test('there are 50 models, each with a file', () => {
    expect(models).toHaveLength(50);
    expect(readdirSync(`${FOLDER}annotations`)).toHaveLength(50);
  });

  test('raw win rates and standard errors to 1e-6', () => {
    for (const { name, numbers, rows } of models) {
      const result = winRate(rows.preferences);
      expect(Math.abs(100 * (result?.rate ?? Number.NaN) - numbers.published.win_rate), name).toBeLessThan(1e-6);
      const error = 100 * (result?.standardError ?? Number.NaN);
      expect(Math.abs(error - numbers.published.standard_error), name).toBeLessThan(1e-6);
    }
  });

  test('length-controlled win rates from the published weights to 1e-6', () => {
    for (const { name, numbers, rows } of honest) {
      const { tanh_std_delta_len: length, instruction_difficulty, bias } = numbers.published.weights;
      const none = { length: 0, difficulty: 0, bias: 0 };
      const weights = { length, difficulty: instruction_difficulty, bias };
      const rate = 100 * lengthControlledBetween(weights, none, rows.difficulties);
      expect(Math.abs(rate - numbers.published.length_controlled_winrate), name).toBeLessThan(1e-6);
    }
  });

  test('refitted as published: median error 0.01 points at most, all within 0.03, weights within 0.006', () => {
    const rates: number[] = [];
    for (const { name, numbers, rows } of models) {
      const options = { inverseStrength: onGrid(numbers.l1_C), ...(held && { regularizer: held }) };
      const result = lengthControlledWinRate(rows, options);
      if (result === null) throw new Error(`no rows of ${name}`);
      expect(Math.abs(100 * result.rate - numbers.recomputed.lc_refit), name).toBeLessThan(1e-3);
      if (name === 'NullModel') continue;
      rates.push(100 * result.rate);
      const { tanh_std_delta_len, instruction_difficulty, bias } = numbers.published.weights;
      expect(Math.abs(result.weights.length - tanh_std_delta_len), name).toBeLessThan(0.006);
      expect(Math.abs((result.weights.difficulty ?? Number.NaN) - instruction_difficulty), name).toBeLessThan(0.006);
      expect(Math.abs(result.weights.bias - bias), name).toBeLessThan(0.006);
    }
    expect(median(errors(rates))).toBeLessThan(0.01);
    expect(Math.max(...errors(rates))).toBeLessThan(0.03);
  });

  test('without the L1 penalty within 0.1 points; without the regulariser only within 14', () => {
    const free = errors(honest.map((model) => rateOf(model, held ? { regularizer: held } : {})));
    expect(median(free)).toBeLessThan(0.03);
    expect(Math.max(...free)).toBeLessThan(0.11);
    const bare = honest.map((model) => rateOf(model, {}));
    bare.forEach((rate, i) => {
      const { recomputed } = honest[i]?.numbers ?? expect.fail();
      expect(Math.abs(rate - recomputed.lc_refit_no_regulariser), honest[i]?.name).toBeLessThan(1e-2);
    });
    expect(Math.max(...errors(bare))).toBeGreaterThan(10);
  });

  test('without difficulties: the bare form is far off, the prior brings it back', () => {
    const bare = honest.map((model) => rateOf(model, {}, true));
    bare.forEach((rate, i) => {
      const { recomputed } = honest[i]?.numbers ?? expect.fail();
      expect(Math.abs(rate - recomputed.lc_minimal_tanh_len_plus_bias), honest[i]?.name).toBeLessThan(1e-2);
    });
    const held20 = models.map((model) => rateOf(model, { prior: { lambda: 20, mu: 0 } }, true));
    const held50 = models.map((model) => rateOf(model, { prior: { lambda: 50, mu: -1 } }, true));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const published = models.map(({ numbers }) => numbers.published.length_controlled_winrate);
    expect(mean(errors(held20, models))).toBeLessThan(1.5);
    expect(spearman(held20, published) ?? 0).toBeGreaterThan(0.98);
    expect(mean(errors(held50, models))).toBeLessThan(1.2);
    expect(
      mean(
        errors(
          models.map((model) => rateOf(model, {}, true)),
          models,
        ),
      ),
    ).toBeGreaterThan(5);
  });

  test('the length term of a model whose answers are all shorter is not identified, and this is said', () => {
    const gamed = models.find(({ name }) => name === 'gpt4_gamed') ?? expect.fail();
    const { difficulties, ...minimal } = gamed.rows;
    expect(difficulties).toHaveLength(805);
    const result = lengthControlledWinRate(minimal);
    expect(result?.warnings).toContain('length_one_sided');
    expect(result?.warnings).toContain('length_uncertain');
    const ordinary = models.find(({ name }) => name === 'FuseChat-Llama-3.1-8B-Instruct') ?? expect.fail();
    expect(lengthControlledWinRate(ordinary.rows)?.warnings).toEqual([]);
  });
});
