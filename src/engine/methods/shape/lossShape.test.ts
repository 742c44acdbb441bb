import { describe, expect, test } from 'vitest';
import { METHODS, methodById } from '../index.ts';
import { defaultsOf } from '../testing/batches.ts';
import type { MethodDefinition } from '../types.ts';
import { lossShape, usualExtent } from './lossShape.ts';

function method(id: string): MethodDefinition {
  return methodById(id) ?? expect.fail(`no method ${id}`);
}

test('DPO is a curve of the margin: ln 2 in the middle, its slope β σ(−βΔ)', () => {
  const shape = lossShape(method('sigmoid'), { beta: 0.1 }, { extent: 40, curvePoints: 5 });
  if (shape.kind !== 'margin') return expect.fail('a plane');
  expect([...shape.margins]).toEqual([-40, -20, 0, 20, 40]);
  shape.margins.forEach((margin, i) => {
    expect(shape.losses[i]).toBeCloseTo(Math.log1p(Math.exp(-0.1 * margin)), 12);
    expect(shape.pushes[i]).toBeCloseTo(0.1 / (1 + Math.exp(0.1 * margin)), 12);
  });
});

test('SimPO averages: a margin of 40 nats is 2 a token, and a push is shared by the tokens', () => {
  const hyper = { ...defaultsOf(method('simpo')), beta: 2, simpo_gamma: 1 };
  const shape = lossShape(method('simpo'), hyper, { extent: 40, curvePoints: 3 });
  if (shape.kind !== 'margin') return expect.fail('a plane');
  expect(shape.losses[2]).toBeCloseTo(Math.log1p(Math.exp(-(2 * 2 - 1))), 12);
  expect(shape.pushes[2]).toBeCloseTo(2 / (1 + Math.exp(3)) / 20, 12);
});

test('KTO looks at each answer: a map, chosen from left to right, rejected from below', () => {
  const shape = lossShape(method('kto'), defaultsOf(method('kto')), { extent: 10, mapPoints: 3 });
  if (shape.kind !== 'plane') return expect.fail('a curve');
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  // chosen at 10, rejected at −10; K is 0, the mismatched answer being as the reference has it.
  expect(shape.losses[2]).toBeCloseTo((sigmoid(-1) + sigmoid(-1)) / 2, 12);
  expect(shape.chosenPushes[2]).toBeCloseTo((0.1 * sigmoid(1) * sigmoid(-1)) / 2, 12);
  expect(shape.rejectedPushes[2]).toBeCloseTo((-0.1 * sigmoid(1) * sigmoid(-1)) / 2, 12);
});

test('imitation has no margin', () => {
  expect(lossShape(method('sft'), { beta: 0.1 }, { extent: 10 }).kind).toBe('plane');
});

describe.each(METHODS.map((definition) => [definition.id, definition] as const))('%s', (_, definition) => {
  test('has a finite shape', () => {
    const hyper = defaultsOf(definition);
    const shape = lossShape(definition, hyper, { extent: usualExtent(definition, hyper) });
    expect(shape.losses.every(Number.isFinite)).toBe(true);
    expect((shape.kind === 'margin' ? shape.pushes : shape.chosenPushes).every(Number.isFinite)).toBe(true);
  });
});
