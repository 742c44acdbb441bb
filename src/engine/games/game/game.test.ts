import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGame, type MatrixKind } from './createGame.ts';
import { dualityGap, exploitability } from './dualityGap.ts';
import { equilibrium } from './equilibrium.ts';
import { extrapolated } from './extrapolated.ts';
import { fitBradleyTerry } from './fitBradleyTerry.ts';
import { inpo } from './inpo.ts';
import { policyOf } from './policy.ts';
import { type GameOutcome, simulateGame } from './simulateGame.ts';
import { groupRewards } from './spoMinimax.ts';
import type { PreferenceGame, RuleId } from './types.ts';

const KINDS: readonly MatrixKind[] = ['random', 'cyclic', 'transitive'];
const SEEDS = [1, 2, 3];

function play(game: PreferenceGame, settings: { eta?: number; alpha?: number; iterations: number }): GameOutcome {
  const run = simulateGame(game, { eta: 0.3, alpha: 0.3, ...settings });
  for (;;) {
    const turn = run.next();
    if (turn.done) return turn.value;
  }
}

function gapsOf(outcome: GameOutcome, rule: RuleId): readonly number[] {
  return outcome.tracks.find((track) => track.rule === rule)?.gaps ?? [];
}

const anyGame = fc
  .record({ kind: fc.constantFrom(...KINDS), actions: fc.integer({ min: 2, max: 9 }), seed: fc.nat(1000) })
  .map(({ kind, actions, seed }) => createGame(kind, actions, 0.1, seed));

describe('games', () => {
  test('are preferences: P(i ≻ j) + P(j ≻ i) = 1, all between 0 and 1, the same for the same seed', () => {
    fc.assert(
      fc.property(anyGame, ({ preferences }) => {
        for (const [i, row] of preferences.entries()) {
          for (const [j, p] of row.entries()) {
            expect(p).toBeGreaterThanOrEqual(0);
            expect(p + (preferences[j]?.[i] ?? Number.NaN)).toBeCloseTo(1, 14);
          }
        }
      }),
    );
    expect(createGame('random', 4, 0.1, 7)).toEqual(createGame('random', 4, 0.1, 7));
    expect(createGame('random', 4, 0.1, 7)).not.toEqual(createGame('random', 4, 0.1, 8));
  });

  test('of three actions around a circle are rock, paper, scissors; opposite ones of four tie', () => {
    expect(createGame('cyclic', 3, 0.1, 1).preferences.map((row) => [...row])).toEqual([
      [0.5, 1, 0],
      [0, 0.5, 1],
      [1, 0, 0.5],
    ]);
    expect([...(createGame('cyclic', 4, 0.1, 1).preferences[0] ?? [])]).toEqual([0.5, 1, 0.5, 0]);
  });

  test('that are transitive have an order that every pair agrees with', () => {
    for (const seed of SEEDS) {
      const { preferences } = createGame('transitive', 6, 0.1, seed);
      const wins = preferences.map((row) => row.filter((p) => p > 0.5).length);
      expect([...wins].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });
});

describe('the duality gap', () => {
  /** V(a, b) as the definition has it, for the best of many policies on a grid. */
  function valueAgainst(game: PreferenceGame, a: readonly number[], b: readonly number[]): number {
    const reference = [...policyOf(game.referenceLogits)];
    const kl = (p: readonly number[]) =>
      p.reduce((sum, x, i) => sum + (x > 0 ? x * Math.log(x / (reference[i] ?? 0)) : 0), 0);
    let value = game.beta * (kl(b) - kl(a));
    for (const [i, p] of a.entries())
      for (const [j, q] of b.entries()) value += p * q * (game.preferences[i]?.[j] ?? 0);
    return value;
  }

  test('is what a search over all policies of three actions finds', () => {
    const game = createGame('random', 3, 0.2, 5);
    const logits = Float64Array.of(0.3, -0.8, 1.1);
    const own = [...policyOf(logits)];
    let [best, worst] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const parts = 400;
    for (let i = 0; i <= parts; i++) {
      for (let j = 0; i + j <= parts; j++) {
        const other = [i / parts, j / parts, (parts - i - j) / parts];
        best = Math.max(best, valueAgainst(game, other, own));
        worst = Math.min(worst, valueAgainst(game, own, other));
      }
    }
    const gap = dualityGap(game, logits);
    expect(gap).toBeGreaterThanOrEqual(best - worst);
    expect(gap - (best - worst)).toBeLessThan(1e-5); // The grid misses the optimum by its square.
  });

  test('is 0 at the equilibrium and above 0 elsewhere', () => {
    fc.assert(
      fc.property(anyGame, (game) => {
        const logits = equilibrium(game);
        expect(Math.abs(dualityGap(game, logits))).toBeLessThan(1e-12);
        expect(
          dualityGap(
            game,
            logits.map((value, i) => value + (i === 0 ? 0.1 : 0)),
          ),
        ).toBeGreaterThan(1e-7);
      }),
      { numRuns: 30 },
    );
    expect(exploitability(createGame('cyclic', 3, 0.1, 1), Float64Array.of(0, 0, 0))).toBeCloseTo(0, 14);
    expect(exploitability(createGame('cyclic', 3, 0.1, 1), Float64Array.of(50, 0, 0))).toBeCloseTo(1, 12);
  });

  test('an equilibrium is asked for β above 0', () => {
    expect(() => equilibrium(createGame('random', 3, 0, 1))).toThrow(RangeError);
  });
});

describe('what is to be seen', () => {
  test('with little regularisation on a cycle, mirror descent and Nash-MD go round; EGPO and mirror prox arrive', () => {
    for (const seed of SEEDS) {
      const outcome = play(createGame('cyclic', 3, 0.01, seed), { iterations: 3000 });
      expect(gapsOf(outcome, 'omd').at(-1)).toBeGreaterThan(0.1);
      expect(gapsOf(outcome, 'nash_md').at(-1)).toBeGreaterThan(0.1);
      expect(gapsOf(outcome, 'egpo').at(-1)).toBeLessThan(1e-12);
      expect(gapsOf(outcome, 'nash_mp')[50]).toBeLessThan(1e-5);
    }
  });

  test('at β = 0.1 all but Nash-MD arrive, which stops at a bias', () => {
    for (const seed of SEEDS) {
      const outcome = play(createGame('cyclic', 3, 0.1, seed), { iterations: 1000 });
      for (const rule of ['omd', 'inpo', 'egpo', 'nash_mp', 'apo_accel'] as const) {
        expect(gapsOf(outcome, rule).at(-1), rule).toBeLessThan(1e-12);
      }
      expect(gapsOf(outcome, 'nash_md').at(-1)).toBeGreaterThan(1e-5);
      expect(gapsOf(outcome, 'nash_md').at(-1)).toBeLessThan(1e-2);
    }
  });

  test('mirror prox keeps the rate of its paper: KL(π* ‖ π_k) falls by 1 + 2β or more an iteration', () => {
    for (const kind of KINDS) {
      const { tracks } = play(createGame(kind, 10, 0.05, 2), { iterations: 150 });
      const kls = tracks.find(({ rule }) => rule === 'nash_mp')?.klFromEquilibrium ?? [];
      for (const k of [10, 50, 150]) expect(kls[k]).toBeLessThanOrEqual((kls[0] ?? 0) * 1.1 ** -k + 1e-13);
    }
  });

  test('INPO walks where mirror descent walks', () => {
    const outcome = play(createGame('random', 5, 0.1, 3), { iterations: 60 });
    const [omd, inpoGaps] = [gapsOf(outcome, 'omd'), gapsOf(outcome, 'inpo')];
    for (const [k, gap] of omd.entries()) expect(inpoGaps[k]).toBeCloseTo(gap, 12);
  });

  test('self-play’s average reaches the middle of rock, paper, scissors; a Bradley–Terry reward collapses', () => {
    for (const seed of SEEDS) {
      const outcome = play(createGame('cyclic', 3, 0.01, seed), { iterations: 3000 });
      const last = (rule: RuleId) => outcome.tracks.find((track) => track.rule === rule)?.policies.at(-1) ?? [];
      for (const p of last('spo_minimax')) expect(Math.abs(p - 1 / 3)).toBeLessThan(0.02);
      expect(Math.max(...last('bt_reward'))).toBeGreaterThan(0.95);
    }
  });

  test('rewards of a group sum to half its size, whoever is in it', () => {
    const { preferences } = createGame('random', 6, 0.1, 4);
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 2, maxLength: 8 }), (group) => {
        const rewards = groupRewards(preferences, group);
        expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(group.length / 2, 12);
      }),
    );
  });
});

test('a rule whose settings it does not allow is left out, the others play', () => {
  expect(() => inpo.start(createGame('random', 3, 0.5, 1), { eta: 3, alpha: 0 })).toThrow(/0 < τ ≤ η/);
  const outcome = play(createGame('random', 3, 0.5, 1), { eta: 3, iterations: 2 });
  expect(outcome.refused).toEqual(['inpo']);
  expect(outcome.tracks).toHaveLength(7);
});

test('extrapolation moves a constant round on by 1/(1 − α) of it', () => {
  const go = extrapolated((logits) => logits.map((value) => value + 1), Float64Array.of(0), 0.5);
  const values = Array.from({ length: 40 }, () => go()[0] ?? 0);
  expect(values.slice(0, 2)).toEqual([1.5, 3.25]); // 1 + ½·1, then 2.5 + ½·1.5
  expect((values[39] ?? 0) - (values[38] ?? 0)).toBeCloseTo(2, 10);
  expect(() => extrapolated((logits) => logits, Float64Array.of(0), 1)).toThrow(RangeError);
});

test('Bradley–Terry finds the strengths of a transitive game again, and nothing in a cycle seen evenly', () => {
  const strengths = [0.9, -0.3, 0.1];
  const preferences = strengths.map((a) => Float64Array.from(strengths, (b) => 1 / (1 + Math.exp(b - a))));
  const found = fitBradleyTerry(preferences, Float64Array.of(0.5, 0.2, 0.3));
  expect((found[0] ?? 0) - (found[1] ?? 0)).toBeCloseTo(1.2, 1);
  expect((found[2] ?? 0) - (found[1] ?? 0)).toBeCloseTo(0.4, 1);
  const even = fitBradleyTerry(createGame('cyclic', 3, 0.1, 1).preferences, new Float64Array(3).fill(1 / 3));
  expect(Math.max(...even.map(Math.abs))).toBeLessThan(1e-12);
});
