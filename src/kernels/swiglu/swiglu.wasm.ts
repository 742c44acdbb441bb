import { exp } from '../wasm/exp.wasm';
import { fma } from '../wasm/fma.wasm';

@inline
function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** silu(gate)·up; a row of gateUp is F gates, then F ups. M, F. */
export function swiglu(gateUp: usize, out: usize, rows: i32, features: i32): void {
  const bytes = <usize>features << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const up = gateUp + bytes;
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      const gate = v128.load(gateUp + at);
      v128.store(out + at, f32x4.mul(f32x4.mul(gate, sigmoid(gate)), v128.load(up + at)));
    }
    for (; at < bytes; at += 4) {
      const gate = v128.load32_splat(gateUp + at);
      v128.store_lane<f32>(out + at, f32x4.mul(f32x4.mul(gate, sigmoid(gate)), v128.load32_splat(up + at)), 0);
    }
    gateUp += 2 * bytes;
    out += bytes;
  }
}

@inline
function gateGradient(gate: v128, s: v128, upTimesD: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(f32x4.mul(upTimesD, s), fma(gate, f32x4.sub(one, s), one));
}

/** Overwrites (gate | up) by (dOut·up·σ·(1 + gate·(1 − σ)) | dOut·gate·σ). M, F. */
export function swigluGrad(gateUp: usize, dOut: usize, rows: i32, features: i32): void {
  const bytes = <usize>features << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const up = gateUp + bytes;
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      const gate = v128.load(gateUp + at);
      const d = v128.load(dOut + at);
      const s = sigmoid(gate);
      v128.store(gateUp + at, gateGradient(gate, s, f32x4.mul(v128.load(up + at), d)));
      v128.store(up + at, f32x4.mul(d, f32x4.mul(gate, s)));
    }
    for (; at < bytes; at += 4) {
      const gate = v128.load32_splat(gateUp + at);
      const d = v128.load32_splat(dOut + at);
      const s = sigmoid(gate);
      v128.store_lane<f32>(gateUp + at, gateGradient(gate, s, f32x4.mul(v128.load32_splat(up + at), d)), 0);
      v128.store_lane<f32>(up + at, f32x4.mul(d, f32x4.mul(gate, s)), 0);
    }
    gateUp += 2 * bytes;
    dOut += bytes;
  }
}
