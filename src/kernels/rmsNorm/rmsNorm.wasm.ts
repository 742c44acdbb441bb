import { fma } from '../wasm/fma.wasm';
import { sumLanes } from '../wasm/lanes.wasm';

/** Rows whose products are summed in one register before they join the gradient: keeps sums of thousands of rows exact. */
const SUMMED_ROWS: i32 = 64;

/** M, C; eps. */
export function rmsNorm(x: usize, gain: usize, y: usize, inverseRms: usize, rows: i32, channels: i32, eps: f32): void {
  const bytes = <usize>channels << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    let squares0 = f32x4.splat(0);
    let squares1 = f32x4.splat(0);
    let at: usize = 0;
    for (; at + 32 <= vectors; at += 32) {
      const x0 = v128.load(x + at);
      const x1 = v128.load(x + at, 16);
      squares0 = fma(x0, x0, squares0);
      squares1 = fma(x1, x1, squares1);
    }
    if (at < vectors) {
      const last = v128.load(x + at);
      squares0 = fma(last, last, squares0);
    }
    let squares = sumLanes(f32x4.add(squares0, squares1));
    for (at = vectors; at < bytes; at += 4) squares += load<f32>(x + at) * load<f32>(x + at);
    const scale: f32 = 1 / sqrt<f32>(squares / <f32>channels + eps);
    store<f32>(inverseRms, scale);
    const scales = f32x4.splat(scale);
    for (at = 0; at < vectors; at += 16) {
      v128.store(y + at, f32x4.mul(f32x4.mul(v128.load(x + at), scales), v128.load(gain + at)));
    }
    for (; at < bytes; at += 4) store<f32>(y + at, load<f32>(x + at) * scale * load<f32>(gain + at));
    x += bytes;
    y += bytes;
    inverseRms += 4;
  }
}

/** dx = r·(g − x·r²·mean(g·x)) (+ residual), with r = 1/rms and g = dy·gain. M, C. */
export function rmsNormGrad(
  x: usize,
  gain: usize,
  inverseRms: usize,
  dy: usize,
  residual: usize,
  dx: usize,
  rows: i32,
  channels: i32,
): void {
  const bytes = <usize>channels << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    let dots = f32x4.splat(0);
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      dots = fma(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), v128.load(x + at), dots);
    }
    let dot = sumLanes(dots);
    for (; at < bytes; at += 4) dot += load<f32>(dy + at) * load<f32>(gain + at) * load<f32>(x + at);
    const scale = load<f32>(inverseRms);
    const pull: f32 = (-dot * scale * scale * scale) / <f32>channels;
    const scales = f32x4.splat(scale);
    const pulls = f32x4.splat(pull);
    if (residual != 0) {
      for (at = 0; at < vectors; at += 16) {
        const pulled = fma(v128.load(x + at), pulls, v128.load(residual + at));
        v128.store(dx + at, fma(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), scales, pulled));
      }
      for (; at < bytes; at += 4) {
        const own = load<f32>(dy + at) * load<f32>(gain + at) * scale + load<f32>(x + at) * pull;
        store<f32>(dx + at, own + load<f32>(residual + at));
      }
      residual += bytes;
    } else {
      for (at = 0; at < vectors; at += 16) {
        const pulled = f32x4.mul(v128.load(x + at), pulls);
        v128.store(dx + at, fma(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), scales, pulled));
      }
      for (; at < bytes; at += 4) {
        store<f32>(dx + at, load<f32>(dy + at) * load<f32>(gain + at) * scale + load<f32>(x + at) * pull);
      }
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
    inverseRms += 4;
  }
}

/** dGain += Σ over rows of dy·x·r. M, C. */
export function rmsNormGainGrad(
  x: usize,
  inverseRms: usize,
  dy: usize,
  dGain: usize,
  rows: i32,
  channels: i32,
): void {
  const bytes = <usize>channels << 2;
  for (let first = 0; first < rows; first += SUMMED_ROWS) {
    const count = min(SUMMED_ROWS, rows - first);
    const start = <usize>first * bytes;
    const scales = inverseRms + (<usize>first << 2);
    let column: usize = 0;
    for (; column + 32 <= bytes; column += 32) {
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let at = start + column;
      for (let row = 0; row < count; row++) {
        const scale = v128.load32_splat(scales + (<usize>row << 2));
        sum0 = fma(f32x4.mul(v128.load(x + at), scale), v128.load(dy + at), sum0);
        sum1 = fma(f32x4.mul(v128.load(x + at, 16), scale), v128.load(dy + at, 16), sum1);
        at += bytes;
      }
      v128.store(dGain + column, f32x4.add(v128.load(dGain + column), sum0));
      v128.store(dGain + column, f32x4.add(v128.load(dGain + column, 16), sum1), 16);
    }
    for (; column < bytes; column += 4) {
      let sum: f32 = 0;
      let at = start + column;
      for (let row = 0; row < count; row++) {
        sum += load<f32>(x + at) * load<f32>(scales + (<usize>row << 2)) * load<f32>(dy + at);
        at += bytes;
      }
      store<f32>(dGain + column, load<f32>(dGain + column) + sum);
    }
  }
}
