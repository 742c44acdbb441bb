import type { World } from '../worlds/types.ts';

/** Judges that an experiment may name; the link's values, which never change. */
export const JUDGE_IDS = ['labels', 'gold', 'verifier', 'attributes', 'length', 'implicit', 'reward_bt'] as const;

export type JudgeId = (typeof JUDGE_IDS)[number];

/** Why a judge cannot judge a set's answers. */
export type JudgeObstacle = 'no_world' | 'no_verifier' | 'no_attributes';

/** @param world null for rows a person brought */
export function judgeObstacle(id: JudgeId, world: Pick<World, 'verify' | 'attributes'> | null): JudgeObstacle | null {
  if (id === 'length' || id === 'implicit' || id === 'reward_bt') return null;
  if (world === null) return 'no_world';
  if (id === 'verifier' && world.verify === undefined) return 'no_verifier';
  if (id === 'attributes' && world.attributes === undefined) return 'no_attributes';
  return null;
}
