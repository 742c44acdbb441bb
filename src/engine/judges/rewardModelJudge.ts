import type { Judge } from './types.ts';

/** A trained Bradley-Terry reward model. Its scores are log-odds up to a constant: P(first wins) = σ(difference). */
export function rewardModelJudge(id: string, score: NonNullable<Judge['score']>): Judge {
  return { id, kind: 'bt', score };
}
