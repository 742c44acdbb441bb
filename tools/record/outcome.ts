import type { Evaluation, Outcome } from '../../src/engine/index.ts';

/**
 * What a run came to in one metric: its last evaluation, or how far that moved from the first one. A correlation that the
 * first one could not define (constant reward) counts as 0 there. Undefined when the last evaluation lacks the metric.
 */
export function outcomeValue(
  evaluations: readonly Evaluation[],
  { metric, at }: Pick<Outcome, 'metric' | 'at'>,
): number | undefined {
  const last = evaluations.at(-1)?.values[metric]?.value;
  if (last === undefined || at === 'last') return last;
  return last - (evaluations[0]?.values[metric]?.value ?? 0);
}

/** A sentence on every band that the run left; none when it kept to them all. */
export function leftBands(evaluations: readonly Evaluation[], outcome: readonly Outcome[]): string[] {
  return outcome.flatMap((band) => {
    const { metric, at, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = band;
    const value = outcomeValue(evaluations, band);
    if (value === undefined) return [`${metric} is missing`];
    return value >= min && value <= max ? [] : [`${metric} (${at}) is ${value}, outside ${min} to ${max}`];
  });
}
