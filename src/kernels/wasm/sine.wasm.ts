/**
 * Sine and cosine in double (fdlibm's kernels). The quarter turns are taken off in two pieces, exact for angles below about
 * 1e6, far beyond any position.
 */
export function sine(angle: f64): f64 {
  return turned(angle, 0);
}

export function cosine(angle: f64): f64 {
  return turned(angle, 1);
}

/** sin(angle + quarters·π/2). */
function turned(angle: f64, quarters: i64): f64 {
  const n = nearest<f64>(angle * 6.36619772367581382433e-1);
  const r = angle - n * 1.57079632673412561417 - n * 6.07710050650619224932e-11;
  const quadrant = (<i64>n + quarters) & 3;
  const z = r * r;
  let value: f64;
  if (quadrant & 1) {
    value = -1.13596475577881948265e-11;
    value = value * z + 2.08757232129817482790e-9;
    value = value * z - 2.75573143513906633035e-7;
    value = value * z + 2.48015872894767294178e-5;
    value = value * z - 1.38888888888741095749e-3;
    value = value * z + 4.16666666666666019037e-2;
    value = 1 - 0.5 * z + value * z * z;
  } else {
    value = 1.58969099521155010221e-10;
    value = value * z - 2.50507602534068634195e-8;
    value = value * z + 2.75573137070700676789e-6;
    value = value * z - 1.98412698298579493134e-4;
    value = value * z + 8.33333333332248946124e-3;
    value = value * z - 1.66666666666666324348e-1;
    value = r + r * z * value;
  }
  return quadrant & 2 ? -value : value;
}
