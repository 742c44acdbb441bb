import fc from 'fast-check';
import katex from 'katex';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerGradients, tensorOperations } from '../../kernels/index.ts';
import { METHODS, methodById } from './index.ts';
import { evaluateObjective } from './objective.ts';
import { objectiveTensors } from './objectiveTensors.ts';
import { bradleyTerry } from './reward/bradleyTerry.ts';
import { defaultsOf, randomArrays, randomParameters, sumArrays, variantsOf } from './testing/batches.ts';

beforeAll(registerGradients);

test('every data knob that can stand beside an objective is answered to by one', () => {
  const knobs = new Set(METHODS.flatMap(({ knob }) => knob ?? []));
  expect([...knobs].sort()).toEqual(['epsilon', 'kappa', 'sharpness']);
  for (const id of ['odpo', 'modpo']) expect(methodById(id)?.knob).toBe('sharpness');
});

test('ids are unique and found', () => {
  expect(new Set(METHODS.map(({ id }) => id)).size).toBe(METHODS.length);
  expect(METHODS[0]?.id).toBe('sigmoid');
  for (const method of METHODS) expect(methodById(method.id)).toBe(method);
  expect(methodById('toString')).toBeUndefined();
});

const REFERENCE_MATRICES = {
  base: 'refTokenLogps',
  previous: 'previousTokenLogps',
  old: 'oldTokenLogps',
} as const;

describe.each([...METHODS, bradleyTerry].map((method) => [method.id, method] as const))('%s', (_, method) => {
  const hyper = defaultsOf(method);
  const variants = variantsOf(method);

  test('describes itself', () => {
    for (const tex of [
      method.formula,
      ...Object.keys(method.symbols),
      ...method.hyperparameters.map((p) => p.symbol),
    ]) {
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
    expect(method.paper.arxiv).toMatch(/^\d{4}\.\d{5}$/);
    expect(method.idea).toMatch(/\.$/);
  });

  test('has hyperparameters with defaults in their ranges', () => {
    const names = method.hyperparameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const parameter of method.hyperparameters) {
      expect(parameter.name).toMatch(/^[a-z][A-Za-z0-9_]*$/);
      expect(parameter.default).toBeGreaterThanOrEqual(parameter.min);
      expect(parameter.default).toBeLessThanOrEqual(parameter.max);
      expect(parameter.step).toBeGreaterThan(0);
      if (parameter.scale === 'log') expect(parameter.min).toBeGreaterThan(0);
      // A run's rows are made ready for its sides before the first step.
      if (method.needs.sidesWhere?.[parameter.name]) expect(parameter).toMatchObject({ default: 0, live: false });
      if (parameter.options) expect(parameter.options.map(({ value }) => value)).toContain(parameter.default);
    }
  });

  test.each(variants)('its loss is the mean of its losses: %j', (hyper) => {
    const { loss, losses } = evaluateObjective(method, randomArrays(3), hyper);
    expect(loss).toBeCloseTo(losses.reduce((sum, value) => sum + value, 0) / losses.length, 12);
  });

  test.each(variants)('its gradient is that of central differences, what is detached held fixed: %j', (hyper) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const arrays = { ...randomArrays(seed, 3), parameters: randomParameters(method, seed) };
        const at = evaluateObjective(method, arrays, hyper);
        const step = 1e-5;
        for (const [name, gradients] of [
          ['tokenLogps', at.tokenGradients],
          ['tokenKl', at.klGradients ?? new Float64Array(arrays.tokenLogps.length)],
        ] as const) {
          const lossAt = (index: number, shift: number) => {
            const moved = Float64Array.from(arrays[name] ?? []);
            moved[index] = (moved[index] ?? 0) + shift;
            return evaluateObjective(method, { ...arrays, [name]: moved }, hyper, at).loss;
          };
          gradients.forEach((gradient, index) => {
            expect(gradient).toBeCloseTo((lossAt(index, step) - lossAt(index, -step)) / (2 * step), 6);
          });
        }
      }),
      { numRuns: hyper === variants[0] ? 4 : 1, seed: 1 },
    );
  });

  test.each(variants)('tensors agree with float64: %j', (hyper) => {
    for (const seed of [11, 12, 13]) {
      const arrays = { ...randomArrays(seed), parameters: randomParameters(method, seed) };
      const want = evaluateObjective(method, arrays, hyper);
      const shape = [arrays.sequences, arrays.tokens];
      const { results, gradient } = tensorOperations.gradient(
        (tokenLogps) => objectiveTensors(method, arrays, hyper, tensorOperations, tokenLogps),
        arrays.tokenLogps,
        shape,
      );
      closeTo(results.loss, [want.loss]);
      closeTo(results.losses, want.losses);
      closeTo(results.chosenRewards, want.chosenRewards);
      closeTo(results.rejectedRewards, want.rejectedRewards);
      closeTo(gradient, want.tokenGradients);
      for (const [name, value] of Object.entries(want.state)) closeTo(results[`state ${name}`] ?? [], [value]);
      for (const [name, value] of Object.entries(want.metrics)) closeTo(results[`metric ${name}`] ?? [], [value]);
      if (want.klGradients === null) continue;
      const byKl = tensorOperations.gradient(
        (tokenKl) => {
          const tokenLogps = tensorOperations.tensor(arrays.tokenLogps, shape);
          return objectiveTensors(method, arrays, hyper, tensorOperations, tokenLogps, tokenKl);
        },
        arrays.tokenKl ?? [],
        shape,
      );
      closeTo(byKl.gradient, want.klGradients);
    }
  });

  test.each(variants)('is finite where log-ratios are ±1000, in float64 and on tensors: %j', (hyper) => {
    for (const [w, l] of [
      [-1001, -1],
      [-1, -1001],
      [-1, -1],
      [-1001, -1001],
    ] as const) {
      const arrays = sumArrays({ policy: [w, l], reference: [-1, -1], lengths: [1, 1] });
      const swapped = sumArrays({ policy: [-1, -1], reference: [w, l], lengths: [1, 1] });
      for (const batch of [arrays, swapped]) {
        const { loss, tokenGradients } = evaluateObjective(method, batch, hyper);
        const { results, gradient } = tensorOperations.gradient(
          (tokenLogps) => objectiveTensors(method, batch, hyper, tensorOperations, tokenLogps),
          batch.tokenLogps,
          [batch.sequences, batch.tokens],
        );
        expect([loss, ...tokenGradients, ...results.loss, ...gradient].every(Number.isFinite)).toBe(true);
      }
    }
  });

  test('is finite for answers that are certain', () => {
    const arrays = sumArrays({ policy: [0, 0], reference: [-1, -1], lengths: [2, 2] });
    const { loss, tokenGradients } = evaluateObjective(method, arrays, hyper);
    expect([loss, ...tokenGradients].every(Number.isFinite)).toBe(true);
  });

  test.skipIf(method.identities.length === 0)('keeps its identities', () => {
    for (const identity of method.identities) {
      if (identity.kind === 'equals') {
        const other = methodById(identity.method);
        if (!other) throw new Error(`no method ${identity.method}`);
        const arrays = randomArrays(21);
        const own = evaluateObjective(method, arrays, { ...hyper, ...identity.when });
        const shared = Object.fromEntries(other.hyperparameters.map(({ name }) => [name, hyper[name] ?? Number.NaN]));
        const theirs = evaluateObjective(other, arrays, { ...shared, ...identity.otherwise });
        expect(own.loss).toBeCloseTo(theirs.loss, 12);
        closeTo(own.losses, theirs.losses, 1e-12);
        closeTo(own.chosenRewards, theirs.chosenRewards, 1e-12);
        closeTo(own.tokenGradients, theirs.tokenGradients, 1e-12);
      }
      if (identity.kind === 'valueAtReference') {
        const arrays = randomArrays(22);
        const atReference = {
          ...arrays,
          refTokenLogps: arrays.tokenLogps,
          previousTokenLogps: arrays.tokenLogps,
          tokenKl: new Float64Array(arrays.tokenLogps.length),
        };
        for (const values of [
          hyper,
          Object.fromEntries(method.hyperparameters.map((p) => [p.name, (p.min + p.default) / 2])),
        ]) {
          expect(evaluateObjective(method, atReference, values).loss).toBeCloseTo(identity.value(values), 12);
        }
      }
      if (identity.kind === 'monotoneInMargin') {
        // The mean log-prob of both answers stays; their difference grows.
        const losses = Array.from({ length: 41 }, (_, i) => {
          const gap = (i - 20) * 2;
          const arrays = sumArrays({ policy: [-50 + gap / 2, -50 - gap / 2], reference: [-50, -50], lengths: [5, 5] });
          return evaluateObjective(method, arrays, hyper).loss;
        });
        for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThanOrEqual(losses[i - 1] ?? Number.NaN);
        expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN);
      }
    }
  });

  test('refuses arrays that do not fit, and hyperparameters that are no numbers', () => {
    const arrays = randomArrays(1);
    expect(() => evaluateObjective(method, { ...arrays, tokenLogps: new Float64Array(3) }, hyper)).toThrow(RangeError);
    expect(() => evaluateObjective(method, { ...arrays, chosen: Int32Array.of(99) }, hyper)).toThrow(RangeError);
    for (const { name } of method.hyperparameters) {
      expect(() => evaluateObjective(method, arrays, { ...hyper, [name]: Number.NaN })).toThrow(RangeError);
    }
    for (const reference of method.needs.references) {
      const without = { ...arrays, [REFERENCE_MATRICES[reference]]: undefined };
      expect(() => evaluateObjective(method, without, hyper)).toThrow(RangeError);
    }
    if (method.needs.relation === 'pair') {
      expect(() => evaluateObjective(method, { ...arrays, rejected: Int32Array.of(4) }, hyper)).toThrow(RangeError);
    }
  });
});

// The specification's own evaluation of the formulas (methods.md §8), tolerance 1e-5.
const SPECIFIED = {
  policy: [-12, -20.5, -8.25, -30, -14, -18, -9.75, -25],
  reference: [-13, -20, -9, -28, -13.5, -18.5, -9.5, -27],
  lengths: [10, 16, 6, 24, 12, 14, 8, 20],
  // K = 0.3
  mismatched: 0.3,
};

test.each([
  ['sigmoid', {}, 0.730691],
  ['cdpo', { label_smoothing: 0.1 }, 0.724441],
  ['robust', { label_smoothing: 0.1 }, 0.738504],
  ['hinge', {}, 1.0625],
  ['ipo', { ipo_average: 0 }, 36.3125],
  ['ipo', { ipo_average: 1 }, 24.901597],
  ['kto', {}, 0.50777],
  ['simpo', { beta: 2, simpo_gamma: 1 }, 1.38332],
  // NLL averaged over all tokens of the batch.
  ['rpo', { rpo_alpha: 0.005 }, 0.737008],
  ['ld_dpo', { ld_alpha: 1 }, 0.730691],
  ['rdpo_len', { lenN_lambda: 0.01 }, 0.726853],
  ['dpop', { dpop_lambda: 5 }, 0.942288],
  ['slic', { delta: 1, lambda_coef: 0.1 }, 4.14375],
  // The specification's 18.442278 has the sum of the NLL, 17.6875; a token's mean is 70.75/56.
  ['cpo', { beta: 0.1, cpo_alpha: 1 }, 18.442278 - 17.6875 + 70.75 / 56],
])('%s %j has the value of the specification', (id, changed, value) => {
  const method = methodById(id);
  if (!method) throw new Error(`no method ${id}`);
  expect(evaluateObjective(method, sumArrays(SPECIFIED), { ...defaultsOf(method), ...changed }).loss).toBeCloseTo(
    value,
    5,
  );
});

test('KTO measures against the mismatched rows, but does not push them, and not below 0', () => {
  const method = methodById('kto');
  if (!method) throw new Error('no method kto');
  const at = (mismatched: number) =>
    evaluateObjective(method, sumArrays({ policy: [-4, -4], reference: [-5, -5], lengths: [2, 2], mismatched }), {
      ...defaultsOf(method),
      beta: 1,
      desirable_weight: 2,
    });
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  expect([...at(0.5).losses]).toEqual([expect.closeTo(2 * sigmoid(-0.5), 12), expect.closeTo(sigmoid(0.5), 12)]);
  expect([...at(-3).losses]).toEqual([expect.closeTo(2 * sigmoid(-1), 12), expect.closeTo(sigmoid(1), 12)]);
  expect([...at(0.5).tokenGradients.slice(4)]).toEqual([0, 0]);
});

test('LD-DPO gives the tail of the longer answer α times the push', () => {
  const method = methodById('ld_dpo');
  if (!method) throw new Error('no method ld_dpo');
  const arrays = sumArrays({ policy: [-6, -4], reference: [-5, -5], lengths: [6, 2] });
  const { tokenGradients } = evaluateObjective(method, arrays, { beta: 0.1, ld_alpha: 0.25, loss_type: 0 });
  const [first = 0, second = 0, third = 0] = tokenGradients;
  expect(first).toBeLessThan(0);
  expect(second).toBe(first);
  expect(third).toBeCloseTo(first * 0.25, 12);
});

test('robust DPO is unbounded below: its slope at a large margin is −ε/(1 − 2ε)', () => {
  const method = methodById('robust');
  if (!method) throw new Error('no method robust');
  const arrays = sumArrays({ policy: [-1, -901], reference: [-1, -1], lengths: [1, 1] });
  const { loss, tokenGradients } = evaluateObjective(method, arrays, { beta: 1, label_smoothing: 0.1 });
  expect(loss).toBeCloseTo((-0.1 / 0.8) * 900, 6);
  expect(tokenGradients[0]).toBeCloseTo(-0.1 / 0.8, 9);
});

test('a 64-pair batch of 64 tokens takes little time', () => {
  const method = methodById('ld_dpo');
  if (!method) throw new Error('no method ld_dpo');
  const arrays = sumArrays({
    policy: Array.from({ length: 128 }, (_, i) => -40 - (i % 7)),
    reference: Array.from({ length: 128 }, () => -42),
    lengths: Array.from({ length: 128 }, (_, i) => 64 - (i % 20)),
  });
  const times = Array.from({ length: 30 }, () => {
    const start = performance.now();
    evaluateObjective(method, arrays, defaultsOf(method));
    return performance.now() - start;
  });
  // Some 0.5 ms; the bound leaves room for a busy machine.
  expect(Math.min(...times)).toBeLessThan(4);
});

function closeTo(found: ArrayLike<number>, want: ArrayLike<number>, tolerance = 1e-5): void {
  expect(found.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [found[i] ?? Number.NaN, want[i] ?? Number.NaN];
    expect(Math.abs(a - b), `element ${i}: ${a}, want ${b}`).toBeLessThanOrEqual(
      tolerance + 10 * tolerance * Math.abs(b),
    );
  }
}
