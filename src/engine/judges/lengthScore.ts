import type { PreferenceSet } from '../data/preferenceSet.ts';

/** Length of an answer in standard deviations. */
export type LengthScore = (answer: string) => number;

/** The world's own, or for rows without a world, words against the mean and spread of their answers. */
export function lengthScoreOf({ world, train }: Pick<PreferenceSet, 'world' | 'train'>): LengthScore {
  if (world !== null) return (answer) => world.lengthScore(answer);
  const lengths = train.flatMap(({ chosen, rejected }) => [words(chosen), words(rejected)]);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / Math.max(1, lengths.length);
  const spread = Math.sqrt(variance) || 1; // Answers of one length: each word counts as a deviation.
  return (answer) => (words(answer) - mean) / spread;
}

function words(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
