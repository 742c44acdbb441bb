import { describe, expect, it } from 'vitest';
import { randomStream } from './rng.ts';

describe('randomStream', () => {
  it('gives the same numbers for ever (a link made today depends on it)', () => {
    const stream = randomStream(42, 'data_order');
    expect([
      stream.integer(1000),
      stream.integer(1000),
      stream.integer(1000),
      stream.integer(1000),
    ]).toMatchInlineSnapshot(`
      [
        713,
        560,
        370,
        877,
      ]
    `);
  });

  it('keeps streams apart by name and seed, and resumes from its counter', () => {
    const draw = (seed: number, name: string, counter = 0) => {
      const stream = randomStream(seed, name, counter);
      return Array.from({ length: 8 }, () => stream.uniform());
    };
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a', 5).slice(0, 3)).toEqual(draw(1, 'a').slice(5));
  });

  it('is uniform: mean, variance and a chi-square over 64 cells', () => {
    const stream = randomStream(3, 'uniformity');
    const n = 64_000;
    const cells = new Array<number>(64).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const u = stream.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      sum += u;
      squares += u * u;
      const cell = Math.floor(u * 64);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(sum / n).toBeCloseTo(0.5, 2);
    expect(squares / n - (sum / n) ** 2).toBeCloseTo(1 / 12, 2);
    const chiSquare = cells.reduce((total, count) => total + (count - n / 64) ** 2 / (n / 64), 0);
    expect(chiSquare).toBeLessThan(110); // 63 degrees of freedom: p ≈ 2e-4
    expect(chiSquare).toBeGreaterThan(30);
  });

  it('draws normals of mean 0 and variance 1', () => {
    const stream = randomStream(4, 'normal');
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 1);
  });

  it('refuses senseless bounds', () => {
    const stream = randomStream(0, 'x');
    expect(() => stream.integer(0)).toThrow(RangeError);
    expect(() => stream.pick([])).toThrow(RangeError);
  });
});
