import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METHODS, SETTINGS } from '../../engine/index.ts';
import { fromPosition, type NumberRange, readNumber, sliderBounds, toPosition } from './numberInput.ts';

const BETA: NumberRange = { min: 0.01, max: 5, scale: 'log', step: 0.05 };
const EVERY_RANGE: readonly (readonly [string, NumberRange])[] = [
  ...SETTINGS.flatMap((setting) => (setting.kind === 'number' ? [[setting.key, setting] as const] : [])),
  ...METHODS.flatMap(({ id, hyperparameters }) =>
    hyperparameters.map((parameter) => [`${id} ${parameter.name}`, parameter] as const),
  ),
];

describe('readNumber', () => {
  it('takes numbers in range, with a decimal comma too', () => {
    expect(readNumber('0.3', BETA)).toEqual({ kind: 'ok', value: 0.3 });
    expect(readNumber(' 0,3 ', BETA)).toEqual({ kind: 'ok', value: 0.3 });
    expect(readNumber('1e-1', BETA)).toEqual({ kind: 'ok', value: 0.1 });
  });

  it('clamps and says what it found', () => {
    expect(readNumber('2000', BETA)).toEqual({ kind: 'clamped', value: 5, found: '2000' });
    expect(readNumber('-1', BETA)).toEqual({ kind: 'clamped', value: 0.01, found: '-1' });
    expect(readNumber('2.6', { min: 1, max: 9, scale: 'linear', step: 1, integer: true })).toMatchObject({
      kind: 'clamped',
      value: 3,
    });
  });

  it('refuses what is no number', () => {
    for (const typed of ['', 'abc', 'NaN', '1e309', '--2']) expect(readNumber(typed, BETA).kind).toBe('not_a_number');
  });
});

describe.each(EVERY_RANGE)('the slider of %s', (_, range) => {
  it('stays in range wherever it is put', () => {
    const bounds = sliderBounds(range);
    fc.assert(
      fc.property(fc.double({ min: bounds.min, max: bounds.max, noNaN: true }), (position) => {
        const value = fromPosition(position, range);
        expect(value).toBeGreaterThanOrEqual(range.min);
        expect(value).toBeLessThanOrEqual(range.max);
        expect(range.integer ? Number.isInteger(value) : true).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('reaches both ends', () => {
    expect(fromPosition(toPosition(range.min, range), range)).toBeCloseTo(range.min, 9);
    expect(fromPosition(toPosition(range.max, range), range)).toBeCloseTo(range.max, 9);
  });
});
