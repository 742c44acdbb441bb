import type { MetricDefinition, MetricValue } from './types.ts';

/** How varied sampled answers are: over words of all answers together, and within each. */
export const DIVERSITY_METRICS: readonly MetricDefinition[] = [
  {
    id: 'distinct_1',
    unit: '',
    direction: 'none',
    meaning: 'Share of different tokens among all tokens of the sampled answers; falls when they grow alike.',
    range: [0, 1],
    format: { style: 'percent', digits: 1 },
  },
  {
    id: 'distinct_2',
    unit: '',
    direction: 'none',
    meaning: 'Share of different token pairs among all neighbouring pairs within the sampled answers.',
    range: [0, 1],
    format: { style: 'percent', digits: 1 },
  },
  {
    id: 'repetition',
    unit: '',
    direction: 'down',
    meaning: 'Mean share of a sampled answer’s runs of three tokens that it has said before.',
    range: [0, 1],
    format: { style: 'percent', digits: 1 },
  },
];

/** Length of the runs that `repetition` looks for. */
const REPEATED = 3;

/**
 * Different n-grams over all n-grams (Li et al. 2016, "distinct-n"), of all answers together; n-grams do not cross answers. It falls
 * with the amount of text alone, so compare evaluations of like n. null without n-grams.
 */
export function distinctNgrams(answers: readonly ArrayLike<number>[], n: number): MetricValue | null {
  const seen = new Set<string>();
  let total = 0;
  for (const answer of answers) {
    for (const gram of ngrams(answer, n)) {
      seen.add(gram);
      total++;
    }
  }
  return total === 0 ? null : { value: seen.size / total, n: total };
}

/** 1 − different / all n-grams within each answer that has any. (Welleck et al. 2020, "seq-rep-n".) */
export function repetitionShares(answers: readonly ArrayLike<number>[], n = REPEATED): number[] {
  return answers.flatMap((answer) => {
    const grams = [...ngrams(answer, n)];
    return grams.length === 0 ? [] : [1 - new Set(grams).size / grams.length];
  });
}

function* ngrams(answer: ArrayLike<number>, n: number): Generator<string> {
  for (let i = 0; i + n <= answer.length; i++) {
    yield Array.from({ length: n }, (_, j) => answer[i + j] as number).join(' ');
  }
}
