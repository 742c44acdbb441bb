import { describe, expect, it } from 'vitest';
import { judge } from './verdict.ts';

describe('judge', () => {
  it('gives mean and sample deviation', () => {
    const { measured, sd, n } = judge([1, 2, 3], { min: 0 });
    expect([measured, sd, n]).toEqual([2, 1, 3]);
  });

  it('holds only with the whole 95 % interval inside: t of two degrees of freedom is 4.303', () => {
    // 2 ± 4.303 / √3 = −0.484 … 4.484
    expect(judge([1, 2, 3], { min: -0.49 }).verdict).toBe('holds');
    expect(judge([1, 2, 3], { min: -0.48 }).verdict).toBe('undecided');
    expect(judge([1, 2, 3], { max: 4.49 }).verdict).toBe('holds');
    expect(judge([1, 2, 3], { min: 4.49 }).verdict).toBe('does-not-hold');
    expect(judge([1, 2, 3], { max: -0.49 }).verdict).toBe('does-not-hold');
  });

  it('is undecided with one seed', () => {
    expect(judge([5], { min: 0 }).verdict).toBe('undecided');
  });
});
