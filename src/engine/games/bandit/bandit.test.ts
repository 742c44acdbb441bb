import { describe, expect, test } from 'vitest';
import { logSoftmax } from '../../metrics/kl.ts';
import { acceleratedRounds } from './acceleratedRounds.ts';
import { banditFigures } from './banditFigures.ts';
import { type BanditSettings, createBandit } from './createBandit.ts';
import { HYPO_CLAIM, hypoBanditClaim } from './hypoBanditClaim.ts';
import { hypoGradient } from './hypoGradient.ts';
import { rlhfOptimum } from './rlhfOptimum.ts';
import { simulateBandit } from './simulateBandit.ts';
import { type BanditPoint, trainBandit } from './trainBandit.ts';
import type { Bandit } from './types.ts';

const SETTINGS: BanditSettings = { contexts: 3, actions: 5, covered: 3, best: 'unseen', features: 0, rarity: 0 };
const SEEDS = [1, 2, 3];

function train(bandit: Bandit, lambda: number, steps = 2000, beta = 0.1): readonly BanditPoint[] {
  const run = trainBandit(bandit, { beta, lambda, learningRate: 5, steps });
  for (;;) {
    const turn = run.next();
    if (turn.done) return turn.value;
  }
}

/** Two actions with pairs, one without; numbers worked out by hand. */
const BY_HAND: Bandit = {
  rewards: [Float64Array.of(1, 0, 3)],
  referenceLogits: [Float64Array.of(0, 0, Math.log(2))],
  features: null,
  covered: [[0, 1]],
};

describe('a bandit', () => {
  test('is the same for the same seed, and its pairs leave out the best action unless told otherwise', () => {
    expect(createBandit(SETTINGS, 4)).toEqual(createBandit(SETTINGS, 4));
    for (const best of ['unseen', 'covered'] as const) {
      const { rewards, covered } = createBandit({ ...SETTINGS, best }, 4);
      for (const [c, row] of rewards.entries()) {
        expect(covered[c]).toHaveLength(3);
        expect(covered[c]?.includes(row.indexOf(Math.max(...row)))).toBe(best === 'covered');
      }
    }
    const [plain, rare] = [createBandit(SETTINGS, 4), createBandit({ ...SETTINGS, rarity: 3 }, 4)];
    const top = plain.rewards[0]?.indexOf(Math.max(...(plain.rewards[0] ?? []))) ?? 0;
    expect((plain.referenceLogits[0]?.[top] ?? 0) - (rare.referenceLogits[0]?.[top] ?? 0)).toBe(3);
    expect(() => createBandit({ ...SETTINGS, covered: 6 }, 1)).toThrow(RangeError);
  });

  test('knows what a policy is worth', () => {
    // π_ref = ¼, ¼, ½.
    const figures = banditFigures(BY_HAND, BY_HAND.referenceLogits);
    expect(figures.reward).toBeCloseTo(0.25 + 1.5, 14);
    expect(figures.kl).toBeCloseTo(0, 14);
    expect(figures.unseenMass).toBeCloseTo(0.5, 14);
    const even = banditFigures(BY_HAND, [Float64Array.of(0, 0, 0)]);
    expect(even.kl).toBeCloseTo((2 / 3) * Math.log(4 / 3) + (1 / 3) * Math.log(2 / 3), 14);
  });

  test('has an optimum that no policy near it beats', () => {
    const bandit = createBandit(SETTINGS, 2);
    const value = (logits: readonly Float64Array[]) => {
      const { reward, kl } = banditFigures(bandit, logits);
      return reward - 0.4 * kl;
    };
    const optimum = rlhfOptimum(bandit, 0.4);
    for (let a = 0; a < 5; a++) {
      for (const step of [-0.1, 0.1]) {
        const other = optimum.map((row, c) => row.map((logit, i) => logit + (c === 1 && i === a ? step : 0)));
        expect(value(other)).toBeLessThan(value(optimum));
      }
    }
  });
});

describe('HyPO’s gradient', () => {
  test('is that of its loss, by differences', () => {
    const bandit = createBandit(SETTINGS, 6);
    const loss = (logits: Float64Array, { beta, lambda }: { beta: number; lambda: number }) => {
      const [own, reference] = [logSoftmax(logits), logSoftmax(bandit.referenceLogits[1] ?? [])];
      const pairs: number[] = [];
      for (const w of bandit.covered[1] ?? []) {
        for (const l of bandit.covered[1] ?? []) {
          if ((bandit.rewards[1]?.[w] ?? 0) <= (bandit.rewards[1]?.[l] ?? 0)) continue;
          const at = (a: number) => (own[a] ?? 0) - (reference[a] ?? 0);
          pairs.push(Math.log1p(Math.exp(-beta * (at(w) - at(l)))));
        }
      }
      const kl = own.reduce((sum, logp, a) => sum + Math.exp(logp) * (logp - (reference[a] ?? 0)), 0);
      return pairs.reduce((sum, value) => sum + value, 0) / pairs.length + lambda * kl;
    };
    const logits = Float64Array.of(0.3, -1, 0.7, 0.1, -0.4);
    for (const settings of [
      { beta: 0.5, lambda: 0 },
      { beta: 0.5, lambda: 0.3 },
    ]) {
      const gradient = hypoGradient(bandit, 1, logits, settings);
      for (let a = 0; a < 5; a++) {
        const moved = (by: number) =>
          loss(
            logits.map((value, i) => value + (i === a ? by : 0)),
            settings,
          );
        expect(gradient[a]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
      }
    }
  });

  test('of DPO alone leaves the logit of an action without pairs where it is', () => {
    const gradient = hypoGradient(BY_HAND, 0, Float64Array.of(0, 0, Math.log(2)), { beta: 0.1, lambda: 0 });
    expect([...gradient]).toEqual([-0.05, 0.05, 0]); // β·σ(0)
  });
});

describe('what is to be seen', () => {
  test('DPO goes to its best covered action and no further; the KL term keeps it near', () => {
    for (const seed of SEEDS) {
      const bandit = createBandit({ ...SETTINGS, actions: 8, contexts: 4 }, seed);
      const [dpo, hypo] = [train(bandit, 0).at(-1), train(bandit, 0.1).at(-1)];
      // Its KL has a ceiling in a table: −log π_ref of that action.
      const ceiling = bandit.referenceLogits.map((row, c) => {
        const best = [...(bandit.covered[c] ?? [])].sort(
          (a, b) => (bandit.rewards[c]?.[b] ?? 0) - (bandit.rewards[c]?.[a] ?? 0),
        )[0];
        return -(logSoftmax(row)[best ?? 0] ?? 0);
      });
      expect(dpo?.kl).toBeCloseTo(ceiling.reduce((sum, value) => sum + value, 0) / 4, 2);
      expect(dpo?.unseenMass).toBeLessThan(1e-3);
      expect(hypo?.kl).toBeLessThan(0.25 * (dpo?.kl ?? 0));
      expect(hypo?.unseenMass).toBeGreaterThan(0.2);
    }
  });

  test('with shared features DPO moves what no pair is about', () => {
    const moves = SEEDS.map((seed) => {
      const bandit = createBandit({ ...SETTINGS, actions: 8, contexts: 6, features: 4 }, seed);
      const points = train(bandit, 0, 500);
      return (points.at(-1)?.unseenMass ?? 0) - (points[0]?.unseenMass ?? 0);
    });
    expect(Math.max(...moves)).toBeGreaterThan(0.1);
  });

  test('M25: nearer always; better where the reference favours the best action, and not for sure elsewhere', () => {
    const found = hypoBanditClaim([1, 2, 3, 4]);
    expect(found.map(({ seed }) => seed)).toEqual([1, 2, 3, 4]);
    for (const { informed, uninformed } of found) {
      expect(informed.isCloser && uninformed.isCloser).toBe(true);
      expect(informed.isBetter).toBe(true);
    }
    expect(found.some(({ uninformed }) => !uninformed.isBetter)).toBe(true);
  });

  test('acceleration: the logarithm of what is lost falls 1/(1 − α) as fast with endless pairs', () => {
    const bandit: Bandit = {
      ...BY_HAND,
      rewards: [Float64Array.of(1, 0, 0)],
      referenceLogits: [Float64Array.of(0, 0, 0)],
    };
    for (const alpha of [0, 0.3, 0.5]) {
      const lost = acceleratedRounds(bandit, { alpha, rounds: 40, beta: 1, pairs: null }, 1).map(Math.log);
      // A step of r/β = 1 nat a round, between best and others.
      expect((lost[30] ?? 0) - (lost[29] ?? 0)).toBeCloseTo(-1 / (1 - alpha), 4);
    }
  });

  test('acceleration: with few noisy pairs a large α ends worse than none', () => {
    const ends = (alpha: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
        const bandit = createBandit({ ...HYPO_CLAIM, rarity: 0 }, seed);
        return acceleratedRounds(bandit, { alpha, rounds: 30, beta: 1, pairs: 8 }, seed).at(-1) ?? 0;
      });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(ends(0.9))).toBeGreaterThan(mean(ends(0)) + 0.05);
  });

  test('the whole picture: three objectives, a frontier that nothing lies above, four kinds of rounds', () => {
    const settings = { ...SETTINGS, beta: 0.1, lambda: 0.02, alpha: 0.5, learningRate: 5, steps: 300 };
    const run = simulateBandit(settings, 1);
    let turn = run.next();
    while (!turn.done) turn = run.next();
    const { frontier, runs, rounds } = turn.value;
    expect(runs.map(({ lambda }) => lambda)).toEqual([0, 0.02, 0.1]);
    expect(rounds.map(({ alpha, pairs }) => [alpha, pairs])).toEqual([
      [0, null],
      [0.5, null],
      [0, 8],
      [0.5, 8],
    ]);
    for (const { points } of runs) {
      for (const { kl, reward } of points) {
        const beyond = frontier.find((point) => point.kl >= kl);
        if (beyond !== undefined) expect(reward).toBeLessThanOrEqual(beyond.reward + 1e-9);
      }
    }
  });
});
