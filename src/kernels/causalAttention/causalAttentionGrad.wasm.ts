/** The backward of `causalAttention.wasm.ts`, by panels of query rows as there. */
import { exp } from '../wasm/exp.wasm';
import { sumLanes } from '../wasm/lanes.wasm';
import { packColumns, packRows, scaleRows } from '../wasm/pack.wasm';
import { addTransposedTile, PANEL, tile } from '../wasm/tile.wasm';
import { hideLaterKeys, roundUp } from './panel.wasm';

/** Query panels whose scores the backward holds at once: more make fewer passes over dK and dV, fewer stay in the cache. */
const BLOCK_PANELS: i32 = 4;

/**
 * P = exp(score − lse), δ = dOut·out, dS = P·(dOut·V − δ)/√D; dQ = dS·K, dK = dSᵀ·Q, dV = Pᵀ·dOut (arXiv:2205.14135, Alg. 4).
 * M, heads, kvHeads, headSize; scratch for one sequence, one kv head and the scores of BLOCK_PANELS panels.
 */
export function causalAttentionGrad(
  qkv: usize,
  segments: usize,
  out: usize,
  lse: usize,
  dOut: usize,
  dQkv: usize,
  rows: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
  scratch: usize,
): void {
  const rowBytes = <usize>((heads + 2 * kvHeads) * headSize) << 2;
  const outBytes = <usize>(heads * headSize) << 2;
  for (let row = 0; row < rows; ) {
    const end = load<i32>(segments + (<usize>row << 3), 4);
    const at = <usize>row * rowBytes;
    if (end <= row) {
      memory.fill(dQkv + at, 0, rowBytes);
      row++;
      continue;
    }
    const outAt = <usize>row * outBytes;
    for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
      segmentGradient(
        qkv + at,
        out + outAt,
        lse + (<usize>(row * heads) << 2),
        dOut + outAt,
        dQkv + at,
        end - row,
        kvHead,
        heads,
        kvHeads,
        headSize,
        scratch,
      );
    }
    row = end;
  }
}

function segmentGradient(
  qkv: usize,
  out: usize,
  lse: usize,
  dOut: usize,
  dQkv: usize,
  length: i32,
  kvHead: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
  scratch: usize,
): void {
  const headBytes = <usize>headSize << 2;
  const rowBytes = <usize>(heads + 2 * kvHeads) * headBytes;
  const outBytes = <usize>heads * headBytes;
  const padded = roundUp(length);
  const packBytes = roundUp(headSize) << 2;
  const keyBytes = padded << 2;
  const panelBytes = padded << 5;
  const keyColumns = scratch; // [D, keys]
  const valueColumns = keyColumns + <usize>headSize * keyBytes; // [D, keys]
  const keyRows = valueColumns + <usize>headSize * keyBytes; // [keys, D']
  const dKeys = keyRows + padded * packBytes; // [keys, D']
  const dValues = dKeys + padded * packBytes; // [keys, D']
  const p = dValues + padded * packBytes; // [panels, keys, 8]
  const dScores = p + <usize>BLOCK_PANELS * panelBytes; // [panels, keys, 8]
  const queryRows = dScores + <usize>BLOCK_PANELS * panelBytes; // [panels·8, D']
  const dOutRows = queryRows + <usize>BLOCK_PANELS * 8 * packBytes; // [panels·8, D']
  const queryColumns = dOutRows + <usize>BLOCK_PANELS * 8 * packBytes; // [D, 8]
  const dOutColumns = queryColumns + <usize>headSize * 32; // [D, 8]
  const dQueries = dOutColumns + <usize>headSize * 32; // [8, D']
  const statistics = dQueries + 8 * packBytes; // lse [8], δ [8]
  const scale = <f32>(1 / sqrt<f64>(<f64>headSize));

  const keyOffset = <usize>(heads + kvHead) * headBytes;
  const valueOffset = keyOffset + <usize>kvHeads * headBytes;
  packColumns(qkv + keyOffset, rowBytes, length, headSize, keyColumns, <i32>padded, 1);
  packColumns(qkv + valueOffset, rowBytes, length, headSize, valueColumns, <i32>padded, 1);
  packRows(qkv + keyOffset, rowBytes, length, headSize, keyRows, packBytes, 1);
  memory.fill(dKeys, 0, 2 * padded * packBytes);

  for (let head = 0; head < heads; head++) {
    if ((head * kvHeads) / heads != kvHead) continue;
    const headOffset = <usize>head * headBytes;
    for (let block = 0; block < length; block += BLOCK_PANELS * PANEL) {
      const panels = min(BLOCK_PANELS, (length - block + PANEL - 1) / PANEL);
      for (let panel = 0; panel < panels; panel++) {
        const first = block + panel * PANEL;
        const count = min(PANEL, length - first);
        const query = qkv + <usize>first * rowBytes + headOffset;
        const outAt = <usize>first * outBytes + headOffset;
        const panelRows = <usize>(panel * PANEL) * packBytes;
        packColumns(query, rowBytes, count, headSize, queryColumns, PANEL, scale);
        packColumns(dOut + outAt, outBytes, count, headSize, dOutColumns, PANEL, 1);
        packRows(query, rowBytes, count, headSize, queryRows + panelRows, packBytes, scale);
        packRows(dOut + outAt, outBytes, count, headSize, dOutRows + panelRows, packBytes, 1);
        if (count < PANEL) {
          const unused = <usize>(PANEL - count) * packBytes;
          memory.fill(queryRows + panelRows + <usize>count * packBytes, 0, unused);
          memory.fill(dOutRows + panelRows + <usize>count * packBytes, 0, unused);
          memory.fill(statistics, 0, 64);
        }
        for (let row = 0; row < count; row++) {
          const at = statistics + (<usize>row << 2);
          store<f32>(at, load<f32>(lse + (<usize>((first + row) * heads + head) << 2)));
          store<f32>(at, dot(dOut + outAt + <usize>row * outBytes, out + outAt + <usize>row * outBytes, headSize), 32);
        }
        const panelP = p + <usize>panel * panelBytes;
        const panelScores = dScores + <usize>panel * panelBytes;
        const seen = first + PANEL;
        for (let key = 0; key < seen; key += 4) {
          const from = <usize>key << 2;
          const to = <usize>key << 5;
          tile(keyColumns + from, keyBytes, queryColumns, 32, headSize, panelP + to, 32);
          tile(valueColumns + from, keyBytes, dOutColumns, 32, headSize, panelScores + to, 32);
        }
        scoreGradient(panelP, panelScores, seen, statistics);
        hideLaterKeys(panelP + (<usize>first << 5), 0);
        hideLaterKeys(panelScores + (<usize>first << 5), 0);
        const real = min(seen, length);
        for (let column: usize = 0; column < packBytes; column += 32) {
          tile(panelScores, 32, keyRows + column, packBytes, real, dQueries + column, packBytes);
          tile(panelScores + 16, 32, keyRows + column, packBytes, real, dQueries + 4 * packBytes + column, packBytes);
        }
        scaleRows(dQueries, packBytes, count, headSize, dQkv + <usize>first * rowBytes + headOffset, rowBytes, scale);
      }
      const seen = block + panels * PANEL;
      for (let key = 0; key < seen; key += 4) {
        // Panels wholly before these keys do not see them.
        const hidden = max(0, (key - block) / PANEL);
        const left = panels - hidden;
        const from = <usize>hidden * panelBytes + (<usize>key << 5);
        const rowsAt = <usize>(hidden * PANEL) * packBytes;
        const to = <usize>key * packBytes;
        for (let column: usize = 0; column < packBytes; column += 32) {
          const at = rowsAt + column;
          addTransposedTile(p + from, panelBytes, left, dOutRows + at, packBytes, dValues + to + column, packBytes);
          addTransposedTile(dScores + from, panelBytes, left, queryRows + at, packBytes, dKeys + to + column, packBytes);
        }
      }
    }
  }
  scaleRows(dKeys, packBytes, length, headSize, dQkv + keyOffset, rowBytes, 1);
  scaleRows(dValues, packBytes, length, headSize, dQkv + valueOffset, rowBytes, 1);
}

/** p: scores → P; dScores: dOut·V → P·(dOut·V − δ); both [keys, 8]. */
function scoreGradient(p: usize, dScores: usize, keys: i32, statistics: usize): void {
  const lse0 = v128.load(statistics);
  const lse1 = v128.load(statistics, 16);
  const delta0 = v128.load(statistics, 32);
  const delta1 = v128.load(statistics, 48);
  for (let key = 0; key < keys; key++) {
    const p0 = exp(f32x4.sub(v128.load(p), lse0));
    const p1 = exp(f32x4.sub(v128.load(p, 16), lse1));
    v128.store(p, p0);
    v128.store(p, p1, 16);
    v128.store(dScores, f32x4.mul(p0, f32x4.sub(v128.load(dScores), delta0)));
    v128.store(dScores, f32x4.mul(p1, f32x4.sub(v128.load(dScores, 16), delta1)), 16);
    p += 32;
    dScores += 32;
  }
}

function dot(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  const end = a + (<usize>count << 2);
  for (; a + 16 <= end; a += 16) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
    b += 16;
  }
  let sum = sumLanes(sums);
  for (; a < end; a += 4) {
    sum += load<f32>(a) * load<f32>(b);
    b += 4;
  }
  return sum;
}
