import { describe, expect, test } from 'vitest';
import { createGrid } from './createGrid.ts';
import { dpoBridge } from './dpoBridge.ts';
import { drawPairs, preferenceProbability } from './drawPairs.ts';
import { fitReward } from './fitReward.ts';
import { identifiability } from './identifiability.ts';
import { planWalk, randomWalkValues } from './planWalk.ts';
import { policyReturn } from './policyReturn.ts';
import { regretPreferenceClaim } from './regretPreferenceClaim.ts';
import { simulateGrid } from './simulateGrid.ts';
import { CELL_KINDS, FEATURES, type Grid, type Segment, TRUE_REWARD } from './types.ts';

/** Three by three: plain everywhere, the goal in the upper right corner, mud in the middle. */
function byHand(): Grid {
  const grid = createGrid(3, 1);
  const kinds = ['plain', 'plain', 'goal', 'plain', 'mud', 'plain', 'plain', 'plain', 'plain'] as const;
  const ends = kinds.map((kind) => kind === 'goal');
  return {
    ...grid,
    kinds: Uint8Array.from(kinds, (kind) => CELL_KINDS.indexOf(kind)),
    ends,
    starts: [0, 1, 3, 4, 5, 6, 7, 8],
  };
}

function segment(counts: Partial<Record<(typeof CELL_KINDS)[number], number>>, first: number, last: number): Segment {
  return { counts: Float64Array.from(CELL_KINDS, (kind) => counts[kind] ?? 0), first, last };
}

describe('a grid', () => {
  test('has one goal and walls, the same for the same seed', () => {
    const grid = createGrid(6, 3);
    expect([...grid.kinds].filter((kind) => CELL_KINDS[kind] === 'goal')).toHaveLength(1);
    expect(createGrid(6, 3)).toEqual(grid);
    expect(createGrid(6, 4).kinds).not.toEqual(grid.kinds);
    // Up from the first cell is a wall, right and down are neighbours.
    expect([...grid.next.slice(0, 4)]).toEqual([0, 1, 6, 0]);
    expect(() => createGrid(2, 1)).toThrow(RangeError);
  });

  test('is walked the best way', () => {
    const { values, actions, counts } = planWalk(byHand(), TRUE_REWARD);
    // From the lower left corner: four steps, the last into the goal, around the mud: −1 −1 −1 + 10.
    expect(values[6]).toBe(7);
    expect(values[1]).toBe(10);
    expect(actions[1]).toBe(1);
    expect([...counts.slice(6 * FEATURES, 7 * FEATURES)]).toEqual([3, 0, 0, 0, 1]);
    expect(values[2]).toBe(0);
  });

  test('that pays for walking is walked to the last step', () => {
    const { values } = planWalk(byHand(), Float64Array.of(1, 1, 1, 0, 0));
    expect(values[6]).toBe(18); // The horizon.
    expect(Math.max(...randomWalkValues(byHand(), Float64Array.of(1, 1, 1, 0, 0)))).toBeLessThan(18);
  });
});

test('a preference is by what was paid, or by what was given away', () => {
  const plan = planWalk(byHand(), TRUE_REWARD);
  // Both pay −2. One ends beside the goal (V = 10), from V = 8; the other came away from there.
  const towards = segment({ plain: 2 }, 3, 1);
  const away = segment({ plain: 2 }, 1, 3);
  expect(preferenceProbability(towards, away, 'partial_return', plan, 1)).toBe(0.5);
  // −regret: −2 + 10 − 8 = 0 against −2 + 8 − 10 = −4.
  expect(preferenceProbability(towards, away, 'regret', plan, 1)).toBeCloseTo(1 / (1 + Math.exp(-4)), 14);
  expect(preferenceProbability(towards, away, 'regret', plan, 2)).toBeCloseTo(1 / (1 + Math.exp(-2)), 14);
});

test('a constant for every step is hidden from partial return and seen by regret', () => {
  const { partialReturn, regret } = identifiability(createGrid(5, 2), 3, 2, 1);
  expect(partialReturn).toBeLessThan(1e-12);
  expect(regret).toBeGreaterThan(0.1);
});

test('DPO is the regret model: log-ratios of the soft-optimal policy are its advantages', () => {
  const points = dpoBridge(createGrid(5, 2), 0.7, 4, 40, 1);
  for (const { advantage, implicitReward } of points) expect(implicitReward).toBeCloseTo(advantage, 9);
  expect(Math.min(...points.map(({ advantage }) => advantage))).toBeLessThan(-1);
});

describe('a fit', () => {
  function fitted(grid: Grid, pairs: Parameters<typeof fitReward>[1], model: 'partial_return' | 'regret') {
    const run = fitReward(grid, pairs, model);
    for (;;) {
      const turn = run.next();
      if (turn.done) return turn.value;
    }
  }

  test('of partial return finds the reward’s differences again from its own labels', () => {
    const grid = createGrid(6, 5);
    const pairs = drawPairs(grid, 'partial_return', { pairs: 2000, length: 3, temperature: 3 }, 5);
    const reward = fitted(grid, pairs, 'partial_return');
    // In units of the temperature: mud − plain = −2/3, road − plain = 1/3, hazard − plain = −3.
    expect((reward[1] ?? 0) - (reward[0] ?? 0)).toBeCloseTo(-2 / 3, 0);
    expect((reward[3] ?? 0) - (reward[0] ?? 0)).toBeLessThan(-2);
    expect((reward[2] ?? 0) - (reward[0] ?? 0)).toBeGreaterThan(0);
  });

  test('is worth what its policy earns: 1 for the truth, at the floor for its opposite', () => {
    const grid = createGrid(5, 1);
    expect(policyReturn(grid, TRUE_REWARD).normalised).toBeCloseTo(1, 12);
    expect(
      policyReturn(
        grid,
        TRUE_REWARD.map((value) => 100 * value),
      ).normalised,
    ).toBeCloseTo(1, 12);
    expect(policyReturn(grid, Float64Array.of(0, 5, 0, 0, -5)).normalised).toBe(-1);
  });
});

test('M26: labels by regret want a fit by regret; by partial return it misses', () => {
  const found = regretPreferenceClaim([1, 2, 3]);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(found.map(({ returns }) => returns.regret.regret))).toBeGreaterThan(0.95);
  expect(mean(found.map(({ returns }) => returns.regret.partial_return))).toBeLessThan(0.9);
  expect(found.every(({ isRecovered }) => isRecovered)).toBe(true);
});

test('the whole picture: a table a seed, and the first seed’s walks', () => {
  const run = simulateGrid({ size: 4, seeds: 2, pairs: 60, length: 3, temperature: 1 }, 9);
  let turn = run.next();
  for (; !turn.done; turn = run.next()) expect(turn.value).toBeLessThanOrEqual(1);
  expect(turn.value.tables.map((table) => table.map(({ labels, learning }) => `${labels} ${learning}`))).toEqual(
    Array(2).fill(['partial_return partial_return', 'partial_return regret', 'regret partial_return', 'regret regret']),
  );
  expect(turn.value.plans).toHaveLength(4);
  expect(turn.value.bridge).toBeLessThan(1e-9);
});
