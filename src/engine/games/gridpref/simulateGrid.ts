import { createGrid } from './createGrid.ts';
import { dpoBridge } from './dpoBridge.ts';
import type { PairSettings } from './drawPairs.ts';
import { type Identifiability, identifiability } from './identifiability.ts';
import { type Plan, planWalk } from './planWalk.ts';
import { type FitCell, twoByTwo } from './twoByTwo.ts';
import { type Grid, TRUE_REWARD } from './types.ts';

export interface GridOutcome {
  /** Of the first seed. */
  readonly grid: Grid;
  readonly best: Plan;
  /** What the first seed's fits make of it, in the order of its table. */
  readonly plans: readonly Plan[];
  /** A table a seed. */
  readonly tables: readonly (readonly FitCell[])[];
  readonly identifiability: Identifiability;
  /** Largest difference between the two sides of the DPO bridge. */
  readonly bridge: number;
}

/** The 2 × 2 table over `seeds` worlds from `seed` on. Yields the share that is done. */
export function* simulateGrid(
  settings: PairSettings & { readonly size: number; readonly seeds: number },
  seed: number,
): Generator<number, GridOutcome> {
  const grid = createGrid(settings.size, seed);
  const tables: (readonly FitCell[])[] = [];
  while (tables.length < settings.seeds) {
    const fits = twoByTwo(settings.size, settings, seed + tables.length);
    let turn = fits.next();
    for (; !turn.done; turn = fits.next()) yield (tables.length + turn.value) / settings.seeds;
    tables.push(turn.value);
  }
  return {
    grid,
    best: planWalk(grid, TRUE_REWARD),
    plans: (tables[0] ?? []).map(({ reward }) => planWalk(grid, reward)),
    tables,
    identifiability: identifiability(grid, settings.length, 2, seed),
    bridge: Math.max(
      ...dpoBridge(grid, 1, settings.length, 50, seed).map((point) => Math.abs(point.advantage - point.implicitReward)),
    ),
  };
}
