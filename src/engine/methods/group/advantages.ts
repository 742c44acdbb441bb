/**
 * Advantages of samples from their rewards: by how much each beats what could be expected of its prompt. Answers to one prompt
 * are a group. NaN is a reward that no judge could give: it leaves the baseline, and its advantage is 0.
 */

/** Rewards of N samples and which group each is in. [N] each */
export interface GroupedRewards {
  readonly rewards: ArrayLike<number>;
  readonly groups: ArrayLike<number>;
  /**
   * What a sample alone in its group is measured against: 'itself' (advantage 0, as in TRL), or 'nothing' (its reward stays, as
   * in verl). Default 'itself'.
   */
  readonly alone?: 'itself' | 'nothing';
}

/** Added to a deviation before dividing by it: TRL's value. verl takes 1e-6. */
const DEVIATION_EPSILON = 1e-4;

/**
 * (r − mean) / (deviation + ε), the mean over the group (GRPO, arXiv 2402.03300; sample deviation as in TRL). `scale` says whose
 * deviation: the 'group's, the 'batch's (arXiv 2508.08221), or 'none' to leave the difference as it is (Dr. GRPO, arXiv
 * 2503.20783). Equal rewards of a group give 0.
 */
export function groupAdvantages(
  grouped: GroupedRewards,
  scale: 'group' | 'batch' | 'none',
  epsilon = DEVIATION_EPSILON,
): Float64Array {
  const rewards = Array.from(grouped.rewards);
  const overall = sampleDeviation(rewards.filter(isGiven)) ?? 0;
  return orZero(
    eachInGroup(
      grouped,
      (reward, others) => {
        const group = [reward, ...others];
        const difference = reward - mean(group);
        if (scale === 'none') return difference;
        return difference / ((scale === 'group' ? (sampleDeviation(group) ?? 0) : overall) + epsilon);
      },
      (reward) => (scale === 'none' ? reward : reward / (1 + epsilon)),
    ),
  );
}

/** r − the mean of the others of the group (RLOO, arXiv 2402.14740); `scale` 'batch' standardises them, as TRL can. */
export function leaveOneOutAdvantages(grouped: GroupedRewards, scale: 'batch' | 'none' = 'none'): Float64Array {
  const advantages = eachInGroup(grouped, (reward, others) => reward - mean(others));
  return scale === 'batch' ? standardised(advantages) : orZero(advantages);
}

/** r − the mean of the group weighted by lengths: the baseline of least variance (OPO, arXiv 2505.23585). `lengths` [N] */
export function lengthWeightedAdvantages(grouped: GroupedRewards, lengths: ArrayLike<number>): Float64Array {
  return orZero(
    eachInGroup(grouped, (reward, _, members) => {
      const weight = members.reduce((sum, i) => sum + (lengths[i] as number), 0);
      const total = members.reduce((sum, i) => sum + (lengths[i] as number) * (grouped.rewards[i] as number), 0);
      return reward - total / weight;
    }),
  );
}

/**
 * r − the group's mean, multiplied by samples / samples with a reward other than 0: what groups that teach nothing take away
 * (GPG, arXiv 2504.02546, as in verl).
 */
export function rescaledAdvantages(grouped: GroupedRewards): Float64Array {
  const rewards = Array.from(grouped.rewards);
  const factor = rewards.length / Math.max(1, rewards.filter((reward) => reward !== 0).length);
  return orZero(eachInGroup(grouped, (reward, others) => (reward - mean([reward, ...others])) * factor));
}

/** (A − mean) / (deviation + ε) over the batch; 0 where A is NaN. */
export function standardised(advantages: ArrayLike<number>, epsilon = DEVIATION_EPSILON): Float64Array {
  const values = Float64Array.from(advantages);
  const given = Array.from(values).filter(isGiven);
  const [centre, deviation] = [mean(given), sampleDeviation(given) ?? 0];
  return orZero(values.map((value) => (value - centre) / (deviation + epsilon)));
}

/**
 * One reward a sample from those of several judges: their weighted sum, NaN where none gave one.
 *
 * @param rewards [N][J]
 * @param weights [J]
 */
export function weightedRewards(rewards: readonly (readonly number[])[], weights: readonly number[]): Float64Array {
  return Float64Array.from(rewards, (row) => {
    const given = row.map((reward, judge) => reward * (weights[judge] as number)).filter(isGiven);
    return given.length === 0 ? Number.NaN : given.reduce((sum, value) => sum + value, 0);
  });
}

/**
 * `of` for each sample that has a reward and company, NaN for others, with the rewards of the others of its group and all indices of the group.
 */
function eachInGroup(
  { rewards, groups, alone = 'itself' }: GroupedRewards,
  of: (reward: number, others: readonly number[], members: readonly number[]) => number,
  ofAlone: (reward: number) => number = (reward) => reward,
): Float64Array {
  if (rewards.length !== groups.length) throw new RangeError(`${rewards.length} rewards, ${groups.length} groups`);
  const byGroup = new Map<number, number[]>();
  for (let i = 0; i < rewards.length; i++) {
    if (!isGiven(rewards[i] as number)) continue;
    const members = byGroup.get(groups[i] as number) ?? [];
    members.push(i);
    byGroup.set(groups[i] as number, members);
  }
  return Float64Array.from({ length: rewards.length }, (_, i) => {
    const reward = rewards[i] as number;
    if (!isGiven(reward)) return Number.NaN;
    const members = byGroup.get(groups[i] as number) ?? [];
    if (members.length === 1) return alone === 'itself' ? Number.NaN : ofAlone(reward);
    const others = members.filter((member) => member !== i).map((member) => rewards[member] as number);
    return of(reward, others, members);
  });
}

function orZero(values: Float64Array): Float64Array {
  return values.map((value) => (isGiven(value) ? value : 0));
}

function isGiven(reward: number): boolean {
  return !Number.isNaN(reward);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** null for fewer than two values. */
function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
