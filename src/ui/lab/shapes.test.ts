import { expect, test } from 'vitest';
import { defaultExperiment, METHODS } from '../../engine/index.ts';
import { curveDomain, curves, drawShapes, pairDots, valueAt } from './shapes.ts';

const method = (id: string) => METHODS.find((candidate) => candidate.id === id) ?? expect.fail(`no method ${id}`);

test('the own objective is drawn with the experiment’s settings, the others with their defaults', () => {
  const experiment = { ...defaultExperiment('sigmoid'), hyperparameters: { beta: 0.5 } };
  const { extent, shapes } = drawShapes(method('sigmoid'), experiment, [method('hinge'), method('kto')]);
  expect(extent).toBe(10); // 5 / β
  const [own, hinge] = curves(shapes, 'losses');
  expect(own?.y[0]).toBeCloseTo(Math.log1p(Math.exp(5)), 9);
  expect(hinge?.y[0]).toBeCloseTo(2, 9); // max(0, 1 − 0.1 · −10)
  expect(curves(shapes, 'losses')).toHaveLength(2);
  expect(shapes[2]?.shape.kind).toBe('plane');
});

test('at most four objectives are drawn, each with a stroke of its own', () => {
  const others = ['hinge', 'ipo', 'cdpo', 'robust'].map(method);
  const { shapes } = drawShapes(method('sigmoid'), defaultExperiment('sigmoid'), others);
  expect(shapes).toHaveLength(4);
  expect(new Set(shapes.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(4);
});

test('a curve far from the first one is cut, not the first one flattened', () => {
  const x = Float64Array.of(-1, 1);
  const first = { name: 'a', x, y: Float64Array.of(5, 0), colour: '' };
  const far = { name: 'b', x, y: Float64Array.of(900, 8), colour: '' };
  const [low, high] = curveDomain([first, far]);
  expect(low).toBe(0);
  expect(high).toBe(8);
  expect(curveDomain([])).toEqual([0, 1]);
});

test('a pair stands on the curve between its points, beyond them at its end', () => {
  const curve = { x: Float64Array.of(-10, 0, 10), y: Float64Array.of(4, 2, 1) };
  expect([-20, -5, 0, 5, 20].map((x) => valueAt(curve, x))).toEqual([4, 3, 2, 1.5, 1]);
});

test('pairs without losses of their own are pairs all the same', () => {
  expect(pairDots({ chosen: [1, 2], rejected: [3, -1], losses: null })).toEqual([
    { chosen: 1, rejected: 3, margin: -2, loss: null },
    { chosen: 2, rejected: -1, margin: 3, loss: null },
  ]);
  expect(pairDots(null)).toEqual([]);
});
