import { beforeAll, describe, expect, test } from 'vitest';
import { registerGradients, tensorOperations } from '../../kernels/index.ts';
import { chiPo } from './chiPo.ts';
import { fDpo } from './fDpo.ts';
import { evaluateObjective, type ObjectiveArrays } from './objective.ts';
import { objectiveTensors } from './objectiveTensors.ts';
import { defaultsOf, sumArrays } from './testing/batches.ts';

beforeAll(registerGradients);

/** Log-ratios u and v, one token each. */
function ratios(u: number, v: number): ObjectiveArrays {
  return sumArrays({ policy: [-1001 + u, -1001 + v], reference: [-1001, -1001], lengths: [1, 1] });
}

describe('f-DPO', () => {
  const hyper = { ...defaultsOf(fDpo), beta: 1, loss_type: 1 };
  const [FORWARD_KL, JS, ALPHA, CHI_SQUARED] = [1, 2, 3, 4];

  test.each([
    ['forward KL', { f_divergence_type: FORWARD_KL }, -Math.exp(-0.5) + Math.exp(1)],
    ['Jensen–Shannon', { f_divergence_type: JS }, Math.log(1 + Math.E) - Math.log1p(Math.exp(-0.5))],
    ['α', { f_divergence_type: ALPHA, f_alpha_divergence_coef: 1.5 }, 2 * Math.exp(0.25) - 2 * Math.exp(-0.5)],
    ['χ²', { f_divergence_type: CHI_SQUARED }, Math.exp(0.5) - Math.exp(-1)],
  ])('scores by %s', (_, changed, margin) => {
    // u = 0.5, v = −1. JS: log σ(0.5) − log σ(−1).
    const { loss } = evaluateObjective(fDpo, ratios(0.5, -1), { ...hyper, ...changed });
    expect(loss).toBeCloseTo(Math.max(0, 1 - margin), 12);
  });

  test('clamps exponents at 80, beyond which nothing pushes', () => {
    const { loss, tokenGradients } = evaluateObjective(fDpo, ratios(-100, 0), {
      ...hyper,
      f_divergence_type: FORWARD_KL,
      loss_type: 0,
    });
    expect(loss / (Math.exp(80) - 1)).toBeCloseTo(1, 12);
    expect([...tokenGradients.slice(0, 2)]).toEqual([0, 1]);
  });

  test.each(
    [0, 1, 2].flatMap((loss_type) => [0, 1, 2, 3, 4].map((f_divergence_type) => ({ loss_type, f_divergence_type }))),
  )('is finite in float32 whatever the log-ratios: %j', (changed) => {
    for (const [u, v] of [
      [1000, -1000],
      [-1000, 1000],
      [79, -79],
      [-79, 79],
      [39, -39],
    ] as const) {
      const arrays = ratios(u, v);
      const { results, gradient } = tensorOperations.gradient(
        (tokenLogps) => objectiveTensors(fDpo, arrays, { ...hyper, ...changed }, tensorOperations, tokenLogps),
        arrays.tokenLogps,
        [arrays.sequences, arrays.tokens],
      );
      expect([...results.loss, ...gradient].every(Number.isFinite)).toBe(true);
    }
  });
});

describe('χPO', () => {
  const hyper = { beta: 0.1, r_max: 5 };
  const phi = (u: number) => u + Math.exp(u);

  test('takes u + e^u for u', () => {
    const { loss } = evaluateObjective(chiPo, ratios(1, -2), hyper);
    expect(loss).toBeCloseTo(Math.log1p(Math.exp(-0.1 * (phi(1) - phi(-2)))), 12);
  });

  test.each([
    [6, -1, Math.log1p(Math.exp(-10))],
    [-1, 6, Math.log1p(Math.exp(10))],
  ])('clips margins at ±2R, beyond which nothing pushes: u = %d, v = %d', (u, v, value) => {
    expect(0.1 * Math.abs(phi(u) - phi(v))).toBeGreaterThan(10);
    const { loss, tokenGradients } = evaluateObjective(chiPo, ratios(u, v), hyper);
    expect(loss).toBeCloseTo(value, 12);
    expect([...tokenGradients.slice(0, 2)].every((gradient) => gradient === 0)).toBe(true);
  });
});
