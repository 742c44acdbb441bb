import { sumDoubles } from '../wasm/lanes.wasm';

/** √Σg², summed in double: a norm over millions of elements has no other safe order. The number of elements. */
export function globalNorm(gradients: usize, norm: usize, count: i32): void {
  const end = gradients + (<usize>count << 2);
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let at = gradients;
  for (; at + 16 <= end; at += 16) {
    const g = v128.load(at);
    const low = f64x2.promote_low_f32x4(g);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(g, g, 2, 3, 2, 3));
    sum0 = f64x2.add(sum0, f64x2.mul(low, low));
    sum1 = f64x2.add(sum1, f64x2.mul(high, high));
  }
  let sum = sumDoubles(f64x2.add(sum0, sum1));
  for (; at < end; at += 4) sum += <f64>load<f32>(at) * <f64>load<f32>(at);
  store<f32>(norm, <f32>sqrt<f64>(sum));
}
