import type { Comparison, JudgedComparison, MetricValue, PersonSet } from '../../engine/index.ts';

export type PersonVerdict = JudgedComparison['verdict'];
/** What is compared: the policy with the reference, or with itself. */
export type Between = 'policy_reference' | 'policy_policy';

/** The person as a judge: what they said, what waits, and whether answers are being drawn. */
export interface PersonState extends PersonSet {
  /** What an earlier visit left has been read. */
  readonly isLoaded: boolean;
  readonly between: Between;
  /** Waiting for the model, or for its answers. */
  readonly drawing: 'none' | 'preparing' | 'answers';
  /** The last draw brought no two different answers. */
  readonly drewNothing: boolean;
  /** How often the run's training judge prefers what the person did; null where not asked, or nothing can be said. */
  readonly training: MetricValue | null;
  /** Whether this browser keeps them; null before the first judgement. */
  readonly isSaved: boolean | null;
}

export const EMPTY_PERSON: PersonState = {
  judged: [],
  waiting: [],
  next: 0,
  isLoaded: false,
  between: 'policy_reference',
  drawing: 'none',
  drewNothing: false,
  training: null,
  isSaved: null,
};

/** The first that waits is judged; nothing where none waits. */
export function withVerdict(set: PersonSet, verdict: PersonVerdict): PersonSet {
  const [current, ...waiting] = set.waiting;
  if (current === undefined) return set;
  return { ...set, judged: [...set.judged, { ...current, verdict }], waiting };
}

/** The last judgement taken back: it waits again, first. */
export function withoutLast(set: PersonSet): PersonSet {
  const last = set.judged.at(-1);
  if (last === undefined) return set;
  const { verdict: _, ...comparison } = last;
  return { ...set, judged: set.judged.slice(0, -1), waiting: [comparison as Comparison, ...set.waiting] };
}
