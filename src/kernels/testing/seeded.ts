/** Test data: mulberry32, and normal numbers by Box and Muller. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function gaussians(seed: number, count: number, deviation = 1): Float32Array {
  const next = uniforms(seed);
  return Float32Array.from(
    { length: count },
    () => deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

/** Integers in 0..limit−1. */
export function integers(seed: number, count: number, limit: number): Int32Array {
  const next = uniforms(seed);
  return Int32Array.from({ length: count }, () => Math.floor(next() * limit));
}
