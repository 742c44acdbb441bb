import { formatSetting } from '../i18n/numbers.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  /** Slider step; on a log scale, in decades. */
  readonly step: number;
  readonly integer?: boolean;
}

export type ReadNumber =
  | { readonly kind: 'ok'; readonly value: number }
  | { readonly kind: 'clamped'; readonly value: number; readonly found: string }
  | { readonly kind: 'not_a_number'; readonly found: string };

/** What a person typed, taken into range; a decimal comma is understood. */
export function readNumber(typed: string, range: NumberRange): ReadNumber {
  const found = typed.trim();
  const value = found === '' ? Number.NaN : Number(found.replace(',', '.'));
  if (!Number.isFinite(value)) return { kind: 'not_a_number', found: found.slice(0, 24) };
  const whole = range.integer ? Math.round(value) : value;
  const inRange = Math.min(range.max, Math.max(range.min, whole));
  return inRange === value ? { kind: 'ok', value } : { kind: 'clamped', value: inRange, found: formatSetting(value) };
}

/** Sliders work in positions: the value itself, or its decade on a log scale. */
export function toPosition(value: number, range: NumberRange): number {
  return range.scale === 'log' && range.min > 0 ? Math.log10(Math.max(value, range.min)) : value;
}

/** Rounded to what a person would type: two figures on a log scale, the step's multiple on a linear one. */
export function fromPosition(position: number, range: NumberRange): number {
  if (range.scale === 'log' && range.min > 0) {
    const value = Number((10 ** position).toPrecision(2));
    return Math.min(range.max, Math.max(range.min, range.integer ? Math.round(value) : value));
  }
  const steps = Math.round((position - range.min) / range.step);
  const value = Number((range.min + steps * range.step).toPrecision(10));
  return Math.min(range.max, Math.max(range.min, range.integer ? Math.round(value) : value));
}

export function sliderBounds(range: NumberRange): {
  readonly min: number;
  readonly max: number;
  readonly step: number;
} {
  if (range.scale !== 'log' || range.min <= 0) return { min: range.min, max: range.max, step: range.step };
  // Whole-number ranges over decades still need fine positions.
  return {
    min: Math.log10(range.min),
    max: Math.log10(range.max),
    step: range.integer ? 0.01 : Math.min(range.step, 0.05),
  };
}
