import { ln } from './ln.wasm';

/** eˣ in double to about 1e-15 relative: x = n·ln2 + r, then Taylor's series for |r| ≤ 0.35. */
function expDouble(x: f64): f64 {
  if (x < -708) return 0;
  if (x > 709) return Infinity;
  const n = nearest<f64>(x * 1.4426950408889634);
  const r = x - n * 6.93147180369123816490e-1 - n * 1.90821492927058770002e-10;
  let sum: f64 = 1;
  for (let k: f64 = 13; k > 0; k--) sum = 1 + (sum * r) / k;
  return sum * reinterpret<f64>((<i64>n + 1023) << 52);
}

/** base^exponent in double, base ≥ 0 (0 to a positive power is 0). */
export function power(base: f64, exponent: f64): f64 {
  if (exponent == 0) return 1;
  if (base <= 0) return 0;
  return expDouble(exponent * ln(base));
}
