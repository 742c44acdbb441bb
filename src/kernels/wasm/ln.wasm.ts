/** Natural logarithm to about 1e-14: x = 2ᵉ·m with m near 1, then the series of 2·artanh((m−1)/(m+1)). */
export function ln(x: f64): f64 {
  if (!(x < Infinity)) return x;
  if (x <= 0) return x < 0 ? NaN : -Infinity;
  const bits = reinterpret<i64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series: f64 = 1.0 / 19;
  series = series * z + 1.0 / 17;
  series = series * z + 1.0 / 15;
  series = series * z + 1.0 / 13;
  series = series * z + 1.0 / 11;
  series = series * z + 1.0 / 9;
  series = series * z + 1.0 / 7;
  series = series * z + 1.0 / 5;
  series = series * z + 1.0 / 3;
  series = series * z + 1;
  return <f64>exponent * 0.6931471805599453 + 2 * s * series;
}
