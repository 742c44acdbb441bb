import fc from 'fast-check';
import katex from 'katex';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerGradients, tensorOperations } from '../../../kernels/index.ts';
import { pairArrays, randomPairArrays } from '../../testing/pairArrays.ts';
import { ipo } from '../ipo.ts';
import { evaluateObjective } from '../objective.ts';
import { objectiveTensors } from '../objectiveTensors.ts';
import { sigmoid } from '../sigmoid.ts';
import { simpo } from '../simpo.ts';
import type { MethodDefinition } from '../types.ts';
import { CUSTOM_LOSS, customMethod, DEFAULT_OBJECTIVE, readCustom } from './customMethod.ts';
import { EXAMPLES } from './examples.ts';
import { FUNCTIONS, PARAMETERS, QUANTITIES } from './vocabulary.ts';

beforeAll(registerGradients);

const defaults = (method: MethodDefinition) =>
  Object.fromEntries(method.hyperparameters.map((parameter) => [parameter.name, parameter.default]));

/** Losses of pairs whose chosen_logps and rejected_logps are these. */
const lossesOf = (text: string, chosen: readonly number[], rejected: readonly number[], hyper = {}) => {
  const method = customMethod(text);
  return evaluateObjective(method, pairArrays(chosen, rejected), { ...defaults(method), ...hyper });
};

describe('typed by hand, equal to the last digit:', () => {
  test.each([
    ['DPO', sigmoid, DEFAULT_OBJECTIVE, {}],
    ['DPO', sigmoid, '-logsigmoid(delta * beta)', {}],
    ['DPO', sigmoid, 'margin = beta * (chosen_logratios - rejected_logratios); -logsigmoid(margin)', {}],
    [
      'DPO',
      sigmoid,
      '-logsigmoid(beta * ((chosen_logps - ref_chosen_logps) - (rejected_logps - ref_rejected_logps)))',
      {},
    ],
    ['SimPO', simpo, '-logsigmoid(beta * (chosen_avg_logps - rejected_avg_logps) - gamma)', { simpo_gamma: 'gamma' }],
  ])('%s %#', (_, method, text, names: Readonly<Record<string, string>>) => {
    const typed = customMethod(text);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (seed, beta, gamma) => {
          const arrays = randomPairArrays(seed);
          const hyper = { ...defaults(method), beta, ...(names.simpo_gamma ? { simpo_gamma: gamma } : {}) };
          const want = evaluateObjective(method, arrays, hyper);
          const found = evaluateObjective(typed, arrays, { beta, gamma });
          expect(found.loss).toBe(want.loss);
          expect(found.losses).toEqual(want.losses);
          expect(found.chosenRewards).toEqual(want.chosenRewards);
          expect(found.rejectedRewards).toEqual(want.rejectedRewards);
          expect(found.tokenGradients).toEqual(want.tokenGradients);
          expect(found.tokenGradients.some((gradient) => gradient !== 0)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('IPO, apart from rounding', () => {
    const arrays = randomPairArrays(5);
    const want = evaluateObjective(ipo, arrays, { beta: 0.2, ipo_average: 0 });
    const found = evaluateObjective(customMethod('(delta - 1 / (2 * beta)) ^ 2'), arrays, { beta: 0.2 });
    expect(found.loss).toBeCloseTo(want.loss, 12);
    for (const [i, gradient] of found.tokenGradients.entries())
      expect(gradient).toBeCloseTo(want.tokenGradients[i] ?? Number.NaN, 12);
  });
});

test.each([
  // chosen −2 and −1, rejected −3 and −5: delta is 1 and 4.
  ['delta', [1, 4]],
  ['2 - delta / 4 + 1', [2.75, 2]],
  ['-delta ^ 2', [-1, -16]],
  ['2 ^ 3 ^ 2 / 512 * delta', [1, 4]],
  ['delta ^ 0.5', [1, 2]],
  ['delta ^ -1', [1, 0.25]],
  ['delta ^ 3 + delta ^ 0', [2, 65]],
  ['square(rejected_logps) - abs(rejected_logps)', [6, 20]],
  ['relu(delta - 2)', [0, 2]],
  ['min(delta, 3) + max(delta, 3)', [4, 7]],
  ['log(exp(delta))', [1, 4]],
  ['select(delta > 2, delta, -delta)', [-1, 4]],
  ['select(delta < 2, 10, delta)', [10, 4]],
  ['select(delta - 1, delta, 0)', [0, 4]],
  ['delta - mean(delta)', [-1.5, 1.5]],
  ['delta * sum(delta)', [5, 20]],
  ['mean(delta) + 1', [3.5, 3.5]],
  ['sum(square(delta))', [17, 17]],
  ['stopgrad(delta) * delta', [1, 16]],
  ['chosen_avg_logps + chosen_length - rejected_length', [-2, -1]],
  ['ref_chosen_logps * chosen_logratios + ref_rejected_logps * rejected_logps', [4, 5]],
  ['rejected_logratios', [-2, -4]],
  ['sigmoid(delta) - sigmoid(delta) + delta', [1, 4]],
  ['a = delta; b = a + a\nc = b * b # squares\na + c', [5, 68]],
  ['softplus(1000 * delta) / 1000', [1, 4]],
])('%s gives %j', (text, want) => {
  const { losses, loss } = lossesOf(text, [-2, -1], [-3, -5]);
  expect([...losses]).toEqual(want.map((value) => expect.closeTo(value, 12)));
  expect(loss).toBeCloseTo(want.reduce((sum, value) => sum + value, 0) / want.length, 12);
});

test('a loss of the batch is back-propagated as it is: a sum is not averaged', () => {
  const sum = lossesOf('sum(delta)', [-2, -1], [-3, -5]);
  expect(sum.loss).toBe(5);
  expect([...sum.tokenGradients]).toEqual([1, 1, -1, -1]);
  expect([...lossesOf('delta', [-2, -1], [-3, -5]).tokenGradients]).toEqual([0.5, 0.5, -0.5, -0.5]);
});

test('stopgrad and conditions carry no gradient', () => {
  // d (sg(Δ) Δ) = sg(Δ) dΔ
  expect([...lossesOf('stopgrad(delta) * delta', [-2], [-5]).tokenGradients]).toEqual([3, -3]);
  expect([...lossesOf('select(delta > 9, delta, 2 * chosen_logps)', [-2], [-5]).tokenGradients]).toEqual([2, 0]);
});

test('rewards are β times the log-ratio with a reference, else β times the log-prob per token; β is 1 where it is absent', () => {
  const rewards = (text: string, hyper = {}) => [...lossesOf(text, [-3], [-5], hyper).chosenRewards];
  expect(rewards('-beta * delta', { beta: 0.5 })).toEqual([-1]);
  expect(rewards('-delta')).toEqual([-2]);
  expect(rewards('-beta * chosen_logps', { beta: 0.5 })).toEqual([-1.5]);
  expect(rewards('-chosen_logps')).toEqual([-3]);
});

test('settings and the reference are those that the loss depends on', () => {
  const method = customMethod('unused = lambda * ref_chosen_logps; z = gamma; -chosen_avg_logps + z + epsilon');
  expect(method.hyperparameters.map(({ name }) => name)).toEqual(['gamma', 'objective_epsilon']);
  expect(method.needs).toEqual({ relation: 'pair', references: [], reduction: 'mean' });
  expect(method.formula).not.toContain('unused');
  expect(customMethod(DEFAULT_OBJECTIVE).needs).toEqual({ relation: 'pair', references: ['base'], reduction: 'sum' });
  expect(method.id).toBe(CUSTOM_LOSS);
});

test('the same text is the same method; a text that cannot be read keeps all settings and computes nothing', () => {
  expect(customMethod('delta * 2')).toBe(customMethod('delta * 2'));
  const { method, error } = readCustom('delta *');
  expect(error?.code).toBe('unexpected');
  expect(method.hyperparameters).toHaveLength(PARAMETERS.length);
  expect(() => evaluateObjective(method, randomPairArrays(1), defaults(method))).toThrow(error ?? Error);
});

const EVERY_WORD = [
  ...QUANTITIES.map(({ name }) => `${name} * chosen_logps`),
  ...PARAMETERS.map(({ name }) => `${name} * delta`),
  ...FUNCTIONS.map(({ name, operands }) => {
    // In the domain of log, away from kinks.
    const given = operands.map((_, i) => (i === 0 ? '0.3 + square(delta)' : `${i} + 0.1 * chosen_logps`));
    return `${name}(${given.join(', ')}) + rejected_logps`;
  }),
  ...EXAMPLES.map(({ text }) => text),
  'z = delta ^ 7 / 1e4 + 2.5e-7; my_name = (z - 1) * -(beta + tau) / (1 + exp(-z)); select(z > my_name, z, -my_name ^ 2)',
  'square(ref_chosen_logps) - ref_chosen_logps ^ 3 + delta ^ 2 ^ 2',
  'square(delta) ^ 0.5 ^ 2 + (1 / (2 + square(delta))) ^ 3 - 1e21 * 1e-22 * mean(delta)',
];

test.each(EVERY_WORD)('%s: gradient, tensors and TeX', (text) => {
  const method = customMethod(text);
  const hyper = defaults(method);
  const arrays = randomPairArrays(3);
  const { loss, losses, tokenGradients } = evaluateObjective(method, arrays, hyper);
  expect(Number.isFinite(loss)).toBe(true);
  const hasBatchLoss = losses.every((value) => value === loss);
  if (!hasBatchLoss) expect(losses.reduce((sum, value) => sum + value, 0) / losses.length).toBeCloseTo(loss, 10);
  if (!text.includes('stopgrad')) {
    for (let index = 0; index < arrays.tokenLogps.length; index++) {
      const step = 1e-5;
      const lossAt = (shift: number) => {
        const tokenLogps = Float64Array.from(arrays.tokenLogps);
        tokenLogps[index] = (tokenLogps[index] ?? 0) + shift;
        return evaluateObjective(method, { ...arrays, tokenLogps }, hyper).loss;
      };
      const want = (lossAt(step) - lossAt(-step)) / (2 * step);
      expect(Math.abs((tokenGradients[index] ?? Number.NaN) - want)).toBeLessThan(1e-5 * (1 + Math.abs(want)));
    }
  }
  const { results } = tensorOperations.gradient(
    (tokenLogps) => objectiveTensors(method, arrays, hyper, tensorOperations, tokenLogps),
    arrays.tokenLogps,
    [arrays.sequences, arrays.tokens],
  );
  expect(Math.abs((results.loss[0] ?? Number.NaN) - loss)).toBeLessThan(1e-4 * (1 + Math.abs(loss)));
  const texts = [method.formula, ...Object.keys(method.symbols), ...method.hyperparameters.map((p) => p.symbol)];
  for (const tex of texts) {
    expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' }), tex).not.toThrow();
  }
});

test('the formula is the expression, with parentheses where they are needed only', () => {
  const formula = (text: string) => customMethod(text).formula;
  expect(formula(DEFAULT_OBJECTIVE)).toBe('\\mathcal{L} = -\\log\\sigma(\\beta\\,\\Delta)');
  expect(formula('(delta - 1/(2*beta))^2')).toBe('\\mathcal{L} = \\left(\\Delta - \\frac{1}{2\\,\\beta}\\right)^{2}');
  expect(formula('delta - (gamma - beta)')).toBe('\\mathcal{L} = \\Delta - (\\gamma - \\beta)');
  expect(formula('(delta * 2) * 3 - (delta)')).toBe('\\mathcal{L} = \\Delta \\cdot 2 \\cdot 3 - \\Delta');
  expect(formula('a_b = delta; a_b')).toBe(
    '\\begin{aligned}\\mathrm{a\\_b} &= \\Delta \\\\ \\mathcal{L} &= \\mathrm{a\\_b}\\end{aligned}',
  );
});

test('settings obey the rules of all methods’ settings', () => {
  for (const { setting } of PARAMETERS) {
    expect(setting.default).toBeGreaterThanOrEqual(setting.min);
    expect(setting.default).toBeLessThanOrEqual(setting.max);
    if (setting.scale === 'log') expect(setting.min).toBeGreaterThan(0);
  }
});

test.each(EXAMPLES)('example $label has settings of its own text, in range', ({ text, hyperparameters }) => {
  const method = customMethod(text);
  for (const [name, value] of Object.entries(hyperparameters)) {
    const parameter = method.hyperparameters.find((candidate) => candidate.name === name);
    expect(value).toBeGreaterThanOrEqual(parameter?.min ?? Number.POSITIVE_INFINITY);
    expect(value).toBeLessThanOrEqual(parameter?.max ?? Number.NEGATIVE_INFINITY);
  }
});
