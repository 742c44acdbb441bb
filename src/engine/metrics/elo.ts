/** A match between two players, by index, and the first one's score: 1 won, 0.5 drawn, 0 lost. */
export type EloMatch = readonly [first: number, second: number, score: number];

export interface EloOptions {
  /** The most a match can move a rating. */
  readonly k: number;
  readonly start: number;
  /** Points at which a lead means odds of ten to one. */
  readonly scale: number;
}

const DEFAULTS: EloOptions = { k: 32, start: 1000, scale: 400 };

/**
 * Ratings after each match, one list of all players a match (Elo 1978). They depend on the order of the matches: of the same matches
 * in any order `fitBradleyTerry` gives what they have in common. [matches][players]
 *
 * @throws RangeError for a player out of range, or one that meets itself
 */
export function eloRatings(
  players: number,
  matches: readonly EloMatch[],
  options: Partial<EloOptions> = {},
): number[][] {
  const { k, start, scale } = { ...DEFAULTS, ...options };
  let ratings = new Array<number>(players).fill(start);
  return matches.map(([first, second, score]) => {
    const [own, other] = [ratings[first], ratings[second]];
    if (own === undefined || other === undefined || first === second)
      throw new RangeError(`no match of ${first} and ${second} among ${players} players`);
    const expected = 1 / (1 + 10 ** ((other - own) / scale));
    const gain = k * (score - expected);
    ratings = ratings.with(first, own + gain).with(second, other - gain);
    return ratings;
  });
}
