import { type RandomStream, randomStream } from '../../train/rng.ts';
import { type Plan, planWalk } from './planWalk.ts';
import {
  ACTIONS,
  FEATURES,
  type Grid,
  type LabelledPair,
  type PreferenceModel,
  type Segment,
  TRUE_REWARD,
} from './types.ts';
import { writeSegmentLead } from './writeSegmentLead.ts';

export interface PairSettings {
  readonly pairs: number;
  /** Steps of a segment; one that meets an end is shorter. */
  readonly length: number;
  /** Divides the lead in the person's logit: small is sure, large is a coin toss. */
  readonly temperature: number;
}

/** Segments of random walks from anywhere, in pairs, each labelled by the true reward under a model of preference. */
export function drawPairs(grid: Grid, labels: PreferenceModel, settings: PairSettings, seed: number): LabelledPair[] {
  const walks = randomStream(seed, 'gridpref_segments');
  const answers = randomStream(seed, 'gridpref_labels');
  const plan = planWalk(grid, TRUE_REWARD);
  return Array.from({ length: settings.pairs }, () => {
    const [a, b] = [drawSegment(grid, settings.length, walks), drawSegment(grid, settings.length, walks)];
    const isFirst = answers.uniform() < preferenceProbability(a, b, labels, plan, settings.temperature);
    return isFirst ? { preferred: a, other: b } : { preferred: b, other: a };
  });
}

/** P(a ≻ b) of a person with the reward that `plan` was made for; arXiv 2206.02231. */
export function preferenceProbability(
  a: Segment,
  b: Segment,
  model: PreferenceModel,
  plan: Plan,
  temperature: number,
  reward: Float64Array = TRUE_REWARD,
): number {
  const lead = new Float64Array(FEATURES);
  writeSegmentLead(a, b, model, plan, lead);
  let logit = 0;
  for (let f = 0; f < FEATURES; f++) logit += (lead[f] ?? 0) * (reward[f] ?? 0);
  return 1 / (1 + Math.exp(-logit / temperature));
}

export function drawSegment(grid: Grid, length: number, stream: RandomStream): Segment {
  const first = stream.pick(grid.starts);
  const counts = new Float64Array(FEATURES);
  let last = first;
  for (let step = 0; step < length && !grid.ends[last]; step++) {
    last = grid.next[last * ACTIONS + stream.integer(ACTIONS)] ?? last;
    const kind = grid.kinds[last] ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { counts, first, last };
}
