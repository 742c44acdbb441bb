import type { MetricDefinition } from './types.ts';

/**
 * What a policy would rank by itself, and how far an ideal one could get (Chen et al. 2024, "Preference learning algorithms do not
 * learn preference rankings", arXiv 2405.19534).
 */
export const RANKING_METRICS: readonly MetricDefinition[] = [
  {
    id: 'ranking_accuracy',
    unit: '',
    direction: 'up',
    meaning:
      'Share of held-out pairs whose chosen answer is at least as probable as the rejected one (arXiv 2405.19534).',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'ranking_accuracy_norm',
    unit: '',
    direction: 'up',
    meaning: 'The same by log-probability per token, so that length alone does not decide.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'ideal_ranking_accuracy',
    unit: '',
    direction: 'none',
    meaning:
      'Ranking accuracy of the objective’s ideal optimum: reference log-prob plus the true log-odds over β, where the world knows them.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'alignment_gap',
    unit: '',
    direction: 'none',
    meaning: 'Ranking accuracy of that ideal optimum minus the policy’s own.',
    range: [-1, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'flipped_wrong_pairs',
    unit: '',
    direction: 'up',
    meaning: 'Of the held-out pairs that the reference ranks wrongly, the share that the policy ranks rightly.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
];

/** Which pairs have ℓ(chosen) ≥ ℓ(rejected): 1 or 0 each. [n] */
export function rankedRightly(chosenLogps: ArrayLike<number>, rejectedLogps: ArrayLike<number>): number[] {
  return Array.from(chosenLogps, (logp, i) => (logp >= (rejectedLogps[i] as number) ? 1 : 0));
}

/**
 * Which pairs the ideal optimum ranks rightly: 1 or 0 each. Its log-prob gap is that of the reference plus log(a / (1 − a)) / β
 * with a the share of people who prefer chosen (Theorem 4.1). A pair that everybody agrees on is right whatever the reference.
 *
 * @param refGaps ℓ_ref(chosen) − ℓ_ref(rejected). [n]
 * @param probabilities a. [n]
 * @throws RangeError unless β is above 0
 */
export function idealRanking(refGaps: ArrayLike<number>, probabilities: ArrayLike<number>, beta: number): Float64Array {
  if (!(beta > 0)) throw new RangeError(`β must be above 0, got ${beta}`);
  return Float64Array.from(refGaps, (gap, i) => {
    const a = probabilities[i] as number;
    return gap + Math.log(a / (1 - a)) / beta >= 0 ? 1 : 0;
  });
}

/**
 * Where the pairs stand against the theory's boundary: with the difficulty c = ℓ_ref(rejected) − ℓ_ref(chosen), DPO ranks a
 * pair rightly exactly when its loss is at most −log σ(βc).
 */
export function boundaryLoss(difficulty: number, beta: number): number {
  return dpoLoss(difficulty, beta);
}

/** −log σ(βΔ), finite at both ends. */
export function dpoLoss(margin: number, beta: number): number {
  const z = -beta * margin;
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/**
 * Of the pairs that the reference ranks wrongly (c > 0), which the policy ranks rightly: 1 or 0 each.
 *
 * @param difficulties c = ℓ_ref(rejected) − ℓ_ref(chosen). [n]
 * @param gaps ℓ(chosen) − ℓ(rejected) under the policy. [n]
 */
export function flipsOfWrongPairs(difficulties: ArrayLike<number>, gaps: ArrayLike<number>): number[] {
  return Array.from(gaps, (gap, i) => ({ gap, difficulty: difficulties[i] as number }))
    .filter(({ difficulty }) => difficulty > 0)
    .map(({ gap }) => (gap >= 0 ? 1 : 0));
}
