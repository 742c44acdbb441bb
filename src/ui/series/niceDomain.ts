/**
 * Axis limits that grow in steps, so that a chart does not rescale with every point. The result covers [low, high] and
 * whatever `previous` covered, on multiples of 1, 2 or 5 · 10ᵏ.
 */
export type Domain = readonly [number, number];

export function niceDomain(low: number, high: number, previous?: Domain): Domain {
  const bottom = Math.min(low, previous?.[0] ?? low);
  const top = Math.max(high, previous?.[1] ?? high);
  if (previous !== undefined && bottom === previous[0] && top === previous[1]) return previous;
  const size = Math.max(Math.abs(top), Math.abs(bottom));
  // A (nearly) constant curve still gets an axis around it.
  const span = top - bottom > size * 1e-6 && top - bottom > 1e-9 ? top - bottom : size || 1;
  const unit = niceUnit(span / 5);
  return [Math.floor(bottom / unit) * unit, Math.ceil(top / unit) * unit];
}

/** Even ticks inside a domain, its ends included. */
export function domainTicks([low, high]: Domain): number[] {
  const unit = niceUnit((high - low) / 5);
  const ticks: number[] = [];
  for (let value = Math.ceil(low / unit - 1e-9) * unit; value <= high + unit * 1e-6; value += unit) {
    ticks.push(Math.abs(value) < unit * 1e-9 ? 0 : Number(value.toPrecision(12)));
  }
  return ticks;
}

function niceUnit(rough: number): number {
  if (!(rough > 1e-12)) return 1e-12;
  const power = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / power;
  return (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10) * power;
}
