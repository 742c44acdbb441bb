import { describe, expect, it } from 'vitest';
import { timeLeft } from './timeLeft.ts';

/** Feeds step durations (ms); returns what was said after each. */
function estimates(durations: readonly number[]): (number | null)[] {
  let clock = 0;
  const estimate = timeLeft(() => clock);
  return durations.map((duration, i) => {
    clock += duration;
    return estimate.tick(durations.length - i - 1);
  });
}

describe('timeLeft', () => {
  it('says nothing at first, then seconds times steps left', () => {
    const said = estimates(new Array<number>(30).fill(500));
    expect(said.slice(0, 9)).toEqual(new Array(9).fill(null));
    expect(said[19]).toBeCloseTo(5, 6);
    expect(said[29]).toBe(0);
  });

  it('is not misled by a slow start, and stays silent while steps vary wildly', () => {
    expect(estimates([9000, 4000, 3000, ...new Array<number>(27).fill(200)])[20]).toBeCloseTo(1.8, 6);
    expect(estimates([...Array(6).fill(100), 100, 3000, 100, 3000, 100]).at(-1)).toBeNull();
  });
});
