import { randomStream } from '../../train/rng.ts';
import { ACTIONS, CELL_KINDS, type CellKind, type Grid } from './types.ts';

const SHARES: readonly (readonly [kind: CellKind, share: number])[] = [
  ['mud', 0.2],
  ['road', 0.12],
  ['hazard', 0.12],
];
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

/** A grid from a seed: one goal, and kinds of cell in fixed shares, shuffled. @throws RangeError below 3 × 3 */
export function createGrid(size: number, seed: number): Grid {
  if (!Number.isInteger(size) || size < 3) throw new RangeError(`a grid needs 3 × 3 cells or more, got ${size}`);
  const cells = size * size;
  const kinds: CellKind[] = ['goal'];
  for (const [kind, share] of SHARES) for (let n = 0; n < Math.round(share * cells); n++) kinds.push(kind);
  while (kinds.length < cells) kinds.push('plain');
  const placed = randomStream(seed, 'gridpref_cells').shuffled(kinds);
  const next = new Int32Array(cells * ACTIONS);
  for (let cell = 0; cell < cells; cell++) {
    const [row, column] = [Math.floor(cell / size), cell % size];
    for (const [action, [down, right]] of MOVES.entries()) {
      const [r, c] = [row + down, column + right];
      const isInside = r >= 0 && r < size && c >= 0 && c < size;
      next[cell * ACTIONS + action] = isInside ? r * size + c : cell;
    }
  }
  const ends = placed.map((kind) => kind === 'goal' || kind === 'hazard');
  return {
    size,
    kinds: Uint8Array.from(placed, (kind) => CELL_KINDS.indexOf(kind)),
    next,
    ends,
    starts: [...ends.keys()].filter((cell) => !ends[cell]),
  };
}
