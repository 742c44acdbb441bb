import { type BradleyTerryFit, fitBradleyTerry } from '../metrics/bradleyTerry.ts';
import { type EloMatch, eloRatings } from '../metrics/elo.ts';

/** A judge's win matrix between a run's checkpoints, and what two rating systems make of it. */
export interface CheckpointMatches {
  /** How often row's answer was preferred to column's, ties half each; the diagonal is 0. [K][K] */
  readonly wins: readonly (readonly number[])[];
  /** Prompts on which both met, the same for every pair unless the judge could not say. [K][K] */
  readonly n: readonly (readonly number[])[];
  /** Maximum-likelihood strengths. */
  readonly bradleyTerry: BradleyTerryFit | null;
  /** Whether half a win each way was added to every pair, because someone never lost or never won. */
  readonly smoothed: boolean;
  /** Ratings after all matches, prompt by prompt. [K] */
  readonly elo: readonly number[];
}

const PRIOR_WINS = 0.5;
const ELO_START = 1000;
/** A match moves little: every pair meets on each of many prompts, and ratings should settle. */
const ELO_K = 8;

/**
 * @param verdicts of each pair first < second, in the order (0, 1), (0, 2), …, (1, 2), …: 1 the first's answer is preferred, 0.5 a tie,
 *   0 not, NaN where the judge could not say. [K (K − 1) / 2][prompts]
 */
export function checkpointMatches(players: number, verdicts: readonly ArrayLike<number>[]): CheckpointMatches {
  const square = () => Array.from({ length: players }, () => new Array<number>(players).fill(0));
  const [wins, n] = [square(), square()];
  const pairs = Array.from({ length: players }, (_, i) => i).flatMap((i) =>
    Array.from({ length: players - i - 1 }, (_, j) => [i, i + 1 + j] as const),
  );
  const add = (to: number[][], i: number, j: number, value: number) => {
    const row = to[i] as number[];
    row[j] = (row[j] as number) + value;
  };
  const matches: EloMatch[] = [];
  const prompts = Math.max(0, ...verdicts.map((list) => list.length));
  for (let prompt = 0; prompt < prompts; prompt++) {
    pairs.forEach(([i, j], pair) => {
      const verdict = verdicts[pair]?.[prompt] ?? Number.NaN;
      if (Number.isNaN(verdict)) return;
      add(wins, i, j, verdict);
      add(wins, j, i, 1 - verdict);
      add(n, i, j, 1);
      add(n, j, i, 1);
      matches.push([i, j, verdict]);
    });
  }
  const exact = fitBradleyTerry(wins);
  return {
    wins,
    n,
    bradleyTerry: exact ?? (players > 0 ? fitBradleyTerry(wins, PRIOR_WINS) : null),
    smoothed: exact === null,
    elo: eloRatings(players, matches, { k: ELO_K, start: ELO_START }).at(-1) ?? new Array(players).fill(ELO_START),
  };
}
