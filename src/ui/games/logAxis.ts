import { type Domain, domainTicks, niceDomain } from '../series/niceDomain.ts';

/** Below this, rounding is all there is to see. */
const FLOOR = 1e-16;
const TICKS_MAX = 6;

export interface Axis {
  /** Of what is drawn: on a log scale, exponents of 10. */
  readonly domain: Domain;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** A value's place, in the domain's units. */
  readonly place: (value: number) => number;
}

/** Decades around the values; what is 0 or rounded below it stands on the floor. */
export function logAxis(values: Iterable<number>): Axis {
  let [low, high] = [0, -16];
  for (const value of values) {
    const exponent = Math.log10(Math.max(FLOOR, value));
    low = Math.min(low, exponent);
    high = Math.max(high, exponent);
  }
  const domain: Domain = [Math.floor(low + 1e-9), Math.ceil(Math.max(high, low + 1) - 1e-9)];
  const stride = Math.ceil((domain[1] - domain[0] + 1) / TICKS_MAX);
  const ticks = [];
  for (let at = domain[1]; at >= domain[0]; at -= stride) ticks.push({ at, label: powerOfTen(at) });
  return { domain, ticks, place: (value) => Math.log10(Math.max(FLOOR, value)) };
}

/** @param format of the ticks */
export function linearAxis(values: Iterable<number>, format: (value: number) => string): Axis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const domain = low <= high ? niceDomain(low, high) : ([0, 1] as const);
  const ticks = domainTicks(domain).map((at) => ({ at, label: format(at) }));
  return { domain, ticks, place: (value) => value };
}

function powerOfTen(exponent: number): string {
  if (exponent >= -2 && exponent <= 3) return String(Number((10 ** exponent).toPrecision(3)));
  return `1e${String(exponent).replace('-', '−')}`;
}
