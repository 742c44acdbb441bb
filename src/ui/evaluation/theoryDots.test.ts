import { expect, test } from 'vitest';
import { drawTheory, isRight } from './theoryDots.ts';

test('a pair is right on the boundary and below it', () => {
  // −log σ(0.1 · 10) = log(1 + e⁻¹)
  const boundary = Math.log1p(Math.exp(-1));
  expect(isRight({ difficulty: 10, loss: boundary }, 0.1)).toBe(true);
  expect(isRight({ difficulty: 10, loss: boundary + 1e-9 }, 0.1)).toBe(false);
  // An untrained policy: every loss is log 2, and what the reference ranks wrongly lies above the curve.
  expect(isRight({ difficulty: 1, loss: Math.LN2 }, 0.1)).toBe(false);
  expect(isRight({ difficulty: -1, loss: Math.LN2 }, 0.1)).toBe(true);
});

test('the drawing holds pairs and boundary: it falls, passes log 2 at 0, and is cut at the top', () => {
  const { dots, curve, xDomain, yDomain } = drawTheory({
    beta: 0.1,
    dots: [
      { difficulty: 12, loss: 0.9 },
      { difficulty: -40, loss: 0.2 },
    ],
  });
  expect(dots.map(({ mark }) => mark)).toEqual(['cross', 'disc']);
  expect(xDomain[0]).toBeLessThanOrEqual(-40);
  expect(xDomain[1]).toBeGreaterThanOrEqual(12);
  expect(yDomain[1]).toBeGreaterThanOrEqual(0.9);
  curve.slice(1).forEach(({ y }, i) => {
    expect(y).toBeLessThanOrEqual(curve[i]?.y ?? Number.NaN);
    expect(y).toBeLessThanOrEqual(yDomain[1]);
  });
  const left = curve.findLast(({ x }) => x <= 0);
  const right = curve.find(({ x }) => x > 0);
  expect(left?.y).toBeGreaterThanOrEqual(Math.LN2);
  expect(right?.y).toBeLessThan(Math.LN2);
});

test('without pairs there are axes and nothing on them', () => {
  expect(drawTheory(null)).toMatchObject({ dots: [], curve: [] });
  expect(drawTheory({ beta: 0.1, dots: [] }).xDomain).toEqual([-10, 10]);
});
