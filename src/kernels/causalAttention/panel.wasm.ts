import { PANEL } from '../wasm/tile.wasm';

/** To whole panels. */
@inline
export function roundUp(count: i32): usize {
  return <usize>((count + 7) & ~7);
}

/** Lanes of the key's own panel whose row comes before the key. */
@inline
export function hideLaterKeys(scores: usize, value: f32): void {
  for (let key = 1; key < PANEL; key++) {
    for (let row = 0; row < key; row++) store<f32>(scores + <usize>(key * PANEL + row) * 4, value);
  }
}
