import type { World } from '../worlds/types.ts';
import { ruleScores } from './ruleScores.ts';
import type { Judge } from './types.ts';

/** The world's exact verifier: the share that holds of what can be checked, in [0, 1]. Null for a world that has none. */
export function verifierJudge(world: World): Judge | null {
  const verify = world.verify?.bind(world);
  if (verify === undefined) return null;
  return { id: `${world.id}/verifier`, kind: 'verifier', score: ruleScores(verify) };
}
