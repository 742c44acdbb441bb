import { acceleratedRounds } from './acceleratedRounds.ts';
import { banditFigures } from './banditFigures.ts';
import { type BanditSettings, createBandit } from './createBandit.ts';
import { rlhfOptimum } from './rlhfOptimum.ts';
import { type BanditPoint, trainBandit } from './trainBandit.ts';
import type { Bandit, BanditFigures } from './types.ts';

export interface BanditRun {
  /** Weight of the KL term; 0 is DPO. */
  readonly lambda: number;
  readonly points: readonly BanditPoint[];
}

export interface BanditOutcome {
  readonly bandit: Bandit;
  readonly reference: BanditFigures;
  /** The most reward that a distance buys: π_ref·exp(r/β) from β = ∞ down. */
  readonly frontier: readonly BanditFigures[];
  readonly runs: readonly BanditRun[];
  /** KL of the policy that always takes its best covered action: where tabular DPO ends. */
  readonly ceiling: number;
  readonly rounds: readonly {
    readonly alpha: number;
    readonly pairs: number | null;
    readonly lost: readonly number[];
  }[];
}

const FRONTIER_BETAS = Array.from({ length: 41 }, (_, i) => 10 ** (1.5 - i * 0.075));
const ROUNDS = 30;
/** Large beside usual ones, so that there are rounds to be seen. */
const ROUND_BETA = 1;
const FEW_PAIRS = 8;
/** Draws of labels that a noisy curve is the mean of. */
const DRAWS = 8;

/** DPO beside HyPO with λ and 5λ, and DPO in rounds with and without acceleration. Yields the share that is done. */
export function* simulateBandit(
  settings: BanditSettings & {
    readonly beta: number;
    readonly lambda: number;
    readonly alpha: number;
    readonly learningRate: number;
    readonly steps: number;
  },
  seed: number,
): Generator<number, BanditOutcome> {
  const bandit = createBandit(settings, seed);
  const lambdas = [0, settings.lambda, 5 * settings.lambda];
  const runs: BanditRun[] = [];
  for (const lambda of lambdas) {
    const training = trainBandit(bandit, { ...settings, lambda });
    for (;;) {
      const turn = training.next();
      if (turn.done) {
        runs.push({ lambda, points: turn.value });
        break;
      }
      yield (runs.length + turn.value) / lambdas.length;
    }
  }
  const rounds = [];
  for (const pairs of [null, FEW_PAIRS]) {
    for (const alpha of [0, settings.alpha]) {
      const draws: number[][] = [];
      for (let draw = 0; draw < (pairs === null ? 1 : DRAWS); draw++) {
        draws.push(acceleratedRounds(bandit, { alpha, rounds: ROUNDS, beta: ROUND_BETA, pairs }, seed + draw));
        yield 1;
      }
      const lost = Array.from({ length: ROUNDS + 1 }, (_, i) => mean(draws.map((values) => values[i] ?? Number.NaN)));
      rounds.push({ alpha, pairs, lost });
    }
  }
  return {
    bandit,
    reference: banditFigures(bandit, bandit.referenceLogits),
    frontier: FRONTIER_BETAS.map((beta) => banditFigures(bandit, rlhfOptimum(bandit, beta))),
    runs,
    ceiling: banditFigures(
      bandit,
      bandit.rewards.map((row, c) => certain(row, bandit.covered[c] ?? [])),
    ).kl,
    rounds,
  };
}

/** Logits of the policy that takes the best of `among`, all but surely. */
function certain(rewards: Float64Array, among: readonly number[]): Float64Array {
  const best = Math.max(...among.map((a) => rewards[a] ?? Number.NEGATIVE_INFINITY));
  return rewards.map((reward) => (reward === best ? 0 : -200));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
