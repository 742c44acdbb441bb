import { expect, test } from 'vitest';
import { summarise, summariseChange, tableText } from './summary.ts';

const at = (value: number) => ({ x: { value, n: 10 } });

test('bands over seeds, with those metrics that some runs lack', () => {
  expect(summarise([at(1), at(3), {}])).toEqual({
    x: { mean: 2, sd: Math.SQRT2, n: 2, low: 2 - Math.SQRT2, high: 2 + Math.SQRT2 },
  });
});

test('a change is told run by run, and marked where the bands of first and last overlap', () => {
  // First 0, 2 (band −0.41 to 2.41), last 1, 4 (0.38 to 4.62): overlap, though every run rose.
  const overlapping = summariseChange([
    { first: at(0), last: at(1) },
    { first: at(2), last: at(4) },
  ]);
  expect(overlapping.x?.mean).toBe(1.5);
  expect(overlapping.x?.bands).toBe('overlap');
  expect(tableText(summarise([at(1), at(4)]), overlapping)).toMatch(/1\.5000 ≈\n≈ the seeds/);

  const apart = summariseChange([
    { first: at(0), last: at(5) },
    { first: at(1), last: at(6) },
  ]);
  expect(apart.x?.bands).toBe('apart');
  expect(tableText(summarise([at(5), at(6)]), apart)).not.toContain('≈');
});

test('what the first evaluation could not define counts as 0 there, and is not told apart', () => {
  const change = summariseChange([
    { first: {}, last: at(0.5) },
    { first: {}, last: at(0.7) },
  ]);
  expect(change.x?.mean).toBeCloseTo(0.6, 12);
  expect(change.x?.bands).toBe('unknown');
});
