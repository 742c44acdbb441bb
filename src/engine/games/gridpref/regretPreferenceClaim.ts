import { type FitCell, twoByTwo } from './twoByTwo.ts';
import type { PreferenceModel } from './types.ts';

/** The setting of the claim; a link holds the same. */
export const REGRET_CLAIM = { size: 5, pairs: 200, length: 3, temperature: 1 } as const;

export interface RegretPreferenceSeed {
  readonly seed: number;
  /** Normalised return of the policy by label model, then learning model: 1 is the best, 0 a random walk, −1 the floor. */
  readonly returns: Readonly<Record<PreferenceModel, Readonly<Record<PreferenceModel, number>>>>;
  /** On labels by regret, the fit of regret is nearly optimal (0.95 or more). */
  readonly isRecovered: boolean;
  /** On labels by regret, the fit of regret returns more than that of partial return. */
  readonly isBetter: boolean;
}

/**
 * M26: where people judge by regret, a reward fitted on that assumption gives nearly the best policy from few pairs, and one fitted on
 * partial return fails. A world a seed.
 */
export function regretPreferenceClaim(seeds: readonly number[]): RegretPreferenceSeed[] {
  return seeds.map((seed) => {
    const fits = twoByTwo(REGRET_CLAIM.size, REGRET_CLAIM, seed);
    let turn = fits.next();
    while (!turn.done) turn = fits.next();
    const cells: readonly FitCell[] = turn.value;
    const at = (labels: PreferenceModel, learning: PreferenceModel) =>
      cells.find((cell) => cell.labels === labels && cell.learning === learning)?.normalised ?? Number.NaN;
    const row = (labels: PreferenceModel) => ({
      partial_return: at(labels, 'partial_return'),
      regret: at(labels, 'regret'),
    });
    const returns = { partial_return: row('partial_return'), regret: row('regret') };
    return {
      seed,
      returns,
      isRecovered: returns.regret.regret >= 0.95,
      isBetter: returns.regret.regret > returns.regret.partial_return,
    };
  });
}
