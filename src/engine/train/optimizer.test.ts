import { expect, test } from 'vitest';
import { adamWStep, clipCoefficient, createAdamWState, globalNorm } from './optimizer.ts';

const SETTINGS = { beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 };

test('the first step moves each parameter by the learning rate against its gradient', () => {
  const parameters = Float64Array.of(1, 1, 1);
  const state = createAdamWState(3);
  adamWStep(parameters, Float64Array.of(5, -1e-3, 0), state, 0.01, SETTINGS);
  expect(parameters[0]).toBeCloseTo(0.99, 9);
  expect(parameters[1]).toBeCloseTo(1.01, 6);
  expect(parameters[2]).toBe(1);
  expect(state.step).toBe(1);
});

test('weight decay is decoupled from the gradient', () => {
  const parameters = Float64Array.of(2);
  adamWStep(parameters, Float64Array.of(0), createAdamWState(1), 0.1, { ...SETTINGS, weightDecay: 0.5 });
  expect(parameters[0]).toBeCloseTo(1.9, 12);
});

test('AdamW minimises a quadratic', () => {
  const parameters = Float64Array.of(3, -2);
  const state = createAdamWState(2);
  for (let i = 0; i < 2000; i++)
    adamWStep(
      parameters,
      parameters.map((p) => 2 * p),
      state,
      0.01,
      SETTINGS,
    );
  expect(globalNorm(parameters)).toBeLessThan(1e-3);
});

test('clipping brings the norm down to its limit and never up', () => {
  const gradients = Float64Array.of(3, 4);
  expect(globalNorm(gradients)).toBe(5);
  const clipped = gradients.map((g) => g * clipCoefficient(5, 1));
  expect(globalNorm(clipped)).toBeCloseTo(1, 6);
  expect(clipCoefficient(0.5, 1)).toBe(1);
  expect(clipCoefficient(0, 1)).toBe(1);
});

test('a norm whose squares overflow or vanish is right; one with NaN is NaN', () => {
  expect(globalNorm(Float64Array.of(3e200, 4e200))).toBeCloseTo(5e200, -190);
  expect(globalNorm(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 12);
  expect(globalNorm(Float64Array.of(0, 0))).toBe(0);
  expect(globalNorm(Float64Array.of(1, Number.NaN))).toBeNaN();
  expect(globalNorm(Float64Array.of(1, Number.POSITIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
});
