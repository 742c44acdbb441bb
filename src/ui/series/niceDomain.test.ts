import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainTicks, niceDomain } from './niceDomain.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('niceDomain', () => {
  it('covers the values, and what it covered before', () => {
    fc.assert(
      fc.property(finite, finite, finite, finite, (a, b, c, d) => {
        const first = niceDomain(Math.min(a, b), Math.max(a, b));
        const second = niceDomain(Math.min(c, d), Math.max(c, d), first);
        const slack =
          1e-9 * Math.max(1, Math.abs(first[0]), Math.abs(first[1]), Math.abs(second[0]), Math.abs(second[1]));
        expect(second[0]).toBeLessThanOrEqual(Math.min(first[0], c, d) + slack);
        expect(second[1]).toBeGreaterThanOrEqual(Math.max(first[1], c, d) - slack);
      }),
    );
  });

  it('stays the same object while nothing leaves it, so that charts do not redraw', () => {
    const first = niceDomain(0, 1.4);
    expect(niceDomain(0.2, 1.1, first)).toBe(first);
  });

  it('has few, even ticks with zero written as zero', () => {
    expect(domainTicks([-0.5, 2])).toEqual([-0.5, 0, 0.5, 1, 1.5, 2]);
    expect(domainTicks([0, 120])).toEqual([0, 50, 100]);
  });
});
