import { power } from '../wasm/power.wasm';

/** PyTorch's AdamW in one pass, which also zeroes the gradients. The number of elements, decayLength. */
export function adamW(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  norm: usize,
  hyper: usize,
  count: i32,
  decayLength: i32,
): void {
  const lr = <f64>load<f32>(hyper);
  const beta1 = <f64>load<f32>(hyper, 4);
  const beta2 = <f64>load<f32>(hyper, 8);
  const eps = load<f32>(hyper, 12);
  const weightDecay = <f64>load<f32>(hyper, 16);
  const step = <f64>load<f32>(hyper, 20);
  const maxGradNorm = <f64>load<f32>(hyper, 24);
  const gradientScale = <f64>load<f32>(hyper, 28);
  const clip = maxGradNorm > 0 ? min<f64>(1, maxGradNorm / (<f64>load<f32>(norm) * gradientScale + 1e-6)) : 1;
  const scale = <f32>(gradientScale * clip);
  const rate = <f32>(lr / (1 - power(beta1, step)));
  const rootFactor = <f32>(1 / sqrt<f64>(1 - power(beta2, step)));
  const decayed = min(decayLength, count);
  const kept1 = <f32>beta1;
  const kept2 = <f32>beta2;
  const new1 = <f32>(1 - beta1);
  const new2 = <f32>(1 - beta2);
  const kept = <f32>(1 - lr * weightDecay);
  update(parameters, gradients, first, second, decayed, scale, kept1, new1, kept2, new2, kept, rate, rootFactor, eps);
  const from = <usize>decayed << 2;
  update(
    parameters + from,
    gradients + from,
    first + from,
    second + from,
    count - decayed,
    scale,
    kept1,
    new1,
    kept2,
    new2,
    1,
    rate,
    rootFactor,
    eps,
  );
}

function update(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: i32,
  scale: f32,
  kept1: f32,
  new1: f32,
  kept2: f32,
  new2: f32,
  kept: f32,
  rate: f32,
  rootFactor: f32,
  eps: f32,
): void {
  const bytes = <usize>count << 2;
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const gradient = f32x4.mul(v128.load(gradients + at), f32x4.splat(scale));
    const m = f32x4.add(
      f32x4.mul(v128.load(first + at), f32x4.splat(kept1)),
      f32x4.mul(gradient, f32x4.splat(new1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(second + at), f32x4.splat(kept2)),
      f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(new2)),
    );
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(rootFactor)), f32x4.splat(eps));
    const move = f32x4.div(f32x4.mul(m, f32x4.splat(rate)), root);
    v128.store(parameters + at, f32x4.sub(f32x4.mul(v128.load(parameters + at), f32x4.splat(kept)), move));
    v128.store(first + at, m);
    v128.store(second + at, v);
    v128.store(gradients + at, f32x4.splat(0));
  }
  for (; at < bytes; at += 4) {
    const gradient = load<f32>(gradients + at) * scale;
    const m = load<f32>(first + at) * kept1 + gradient * new1;
    const v = load<f32>(second + at) * kept2 + gradient * gradient * new2;
    const move = (m * rate) / (sqrt<f32>(v) * rootFactor + eps);
    store<f32>(parameters + at, load<f32>(parameters + at) * kept - move);
    store<f32>(first + at, m);
    store<f32>(second + at, v);
    store<f32>(gradients + at, 0);
  }
}
