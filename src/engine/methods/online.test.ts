import { expect, test } from 'vitest';
import { aStarPo } from './aStarPo.ts';
import { nashMd } from './nashMd.ts';
import { evaluateObjective } from './objective.ts';
import { bradleyTerry } from './reward/bradleyTerry.ts';
import { sumArrays } from './testing/batches.ts';
import type { Hyperparameters } from './types.ts';
import { xpo } from './xpo.ts';

test('XPO pushes the reference’s answer down, whether it was preferred or not', () => {
  const batch = sumArrays({ policy: [-4, -6], reference: [-4, -6], lengths: [1, 1] });
  const gradients = (own: number, alpha: number): readonly [number, number] => {
    const arrays = { ...batch, columns: { ...batch.columns, 'pair own': Float64Array.of(own) } };
    const { tokenGradients } = evaluateObjective(xpo, arrays, { beta: 0.1, alpha, loss_type: 0 });
    return [tokenGradients[0] ?? Number.NaN, tokenGradients[1] ?? Number.NaN];
  };
  // At the reference DPO's slope is β/2 each way. The bonus adds α to the log-prob of the reference's answer: minimised, it falls.
  expect(gradients(1, 0.01)).toEqual([expect.closeTo(-0.05, 12), expect.closeTo(0.06, 12)]);
  expect(gradients(0, 0.01)).toEqual([expect.closeTo(-0.04, 12), expect.closeTo(0.05, 12)]);
});

test('XPO adds α times the summed log-prob of the reference’s answer', () => {
  const arrays = sumArrays({ policy: [-4, -6], reference: [-5, -6], lengths: [2, 3] });
  const at = (hyper: Hyperparameters) => evaluateObjective(xpo, arrays, { beta: 0.5, loss_type: 0, ...hyper }).loss;
  expect(at({ alpha: 0.01 })).toBeCloseTo(Math.log1p(Math.exp(-0.5)) - 0.06, 12);
  // (Δ − 1/(2β))² with Δ = 1
  expect(at({ alpha: 0, loss_type: 1 })).toBeCloseTo(0, 12);
});

test('Nash-MD raises an answer by how much more often than not it wins, and returns it to the reference', () => {
  const arrays = {
    ...sumArrays({ policy: [-4, -6], reference: [-5, -6], lengths: [1, 1] }),
    sample: Int32Array.of(0),
    columns: { 'sample advantage': Float64Array.of(0.3) },
  };
  const { loss, tokenGradients, metrics } = evaluateObjective(nashMd, arrays, { beta: 0.1 });
  // β sg(1) − 0.3, and that times ℓ.
  expect(tokenGradients[0]).toBeCloseTo(0.1 - 0.3, 12);
  expect(loss).toBeCloseTo((0.1 - 0.3) * -4, 12);
  expect(metrics).toEqual({ 'loss/score': expect.closeTo(-1.2, 12), 'objective/kl': 1 });
});

test('A*-PO is at rest where β₂ u is the advantage', () => {
  const arrays = {
    ...sumArrays({ policy: [-4, -6], reference: [-6, -6], lengths: [2, 1] }),
    sample: Int32Array.of(0),
    columns: { 'sample advantage': Float64Array.of(0.5) },
  };
  const rest = evaluateObjective(aStarPo, arrays, { beta2: 0.25 });
  expect([rest.loss, ...rest.tokenGradients].every((value) => value === 0)).toBe(true);
  // (0.5 · 2 − 0.5)², its slope 2 · 0.5 · 0.5 at every token.
  const { loss, tokenGradients } = evaluateObjective(aStarPo, arrays, { beta2: 0.5 });
  expect([loss, tokenGradients[0], tokenGradients[1]]).toEqual([0.25, 0.5, 0.5]);
});

test('the reward loss has the values of the specification', () => {
  const scores = sumArrays({
    policy: [1, -0.5, 0.75, -2, -0.5, 0.5, -0.25, 2],
    reference: [0, 0, 0, 0, 0, 0, 0, 0],
    lengths: [1, 1, 1, 1, 1, 1, 1, 1],
  });
  const at = (margin: number, centre: number) =>
    evaluateObjective(bradleyTerry, scores, { margin, center_rewards_coefficient: centre }).loss;
  expect(at(0, 0)).toBeCloseTo(1.461522, 5);
  // Gold scores differ by 1 in every pair.
  expect(at(0.5, 0.01)).toBeCloseTo(1.7512, 5);
});
