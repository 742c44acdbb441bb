import type { LengthScore } from './lengthScore.ts';
import { ruleScores } from './ruleScores.ts';
import type { Judge } from './types.ts';

/** Prefers the longer answer, whatever it says: what a policy does under it is what length alone buys. A foil. */
export function lengthJudge(lengthScore: LengthScore): Judge {
  return { id: 'length', kind: 'rule', score: ruleScores((_, answer) => lengthScore(answer)) };
}
