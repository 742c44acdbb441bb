/** Number formats of the page. Values keep three significant figures; figures are tabular in CSS. */
const LOCALE = 'en';
const MINUS = '\u2212';

const significant = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const fixed = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A measured value: 1.83, −0.042, 12.4, 3.1e−5. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1).replaceAll('-', MINUS);
  return significant.format(value).replace('-', MINUS);
}

/** A measured value with two decimals, for figures that stand still in width. */
export function formatFixed(value: number): string {
  return fixed.format(value === 0 ? 0 : value).replace('-', MINUS);
}

export function formatWhole(value: number): string {
  return whole.format(value).replace('-', MINUS);
}

export function formatPercent(rate: number): string {
  return `${whole.format(rate * 100)}\u202f%`;
}

/** A setting as a person would type it: every digit that matters, a plain hyphen for minus. */
export function formatSetting(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return String(Number(value.toPrecision(6)));
  return String(Number(value.toPrecision(10)));
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${significant.format(value)} ${UNITS[unit]}`;
}

/** "about 40 s", "about 3 min": never more exact than an estimate is. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${significant.format(seconds / 3600)} h`;
}

export function formatCount(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}
