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

/** Two-sided 95 %. */
const Z_95 = 1.959963984540054;

/** Length of the runs that `repetition` looks for. */
const REPEATED = 3;

/**
 * Different n-grams over all n-grams (Li et al. 2016, "distinct-n"), of all answers together; n-grams do not cross answers. It falls
 * with the amount of text alone, so compare evaluations of like n. null without n-grams. The interval is ± 1.96 jackknife standard errors
 * over answers (Efron and Stein 1981): drawing answers with replacement would repeat n-grams that the policy never repeated.
 */
export function distinctNgrams(answers: readonly ArrayLike<number>[], n: number): MetricValue | null {
  /** The answer that alone has an n-gram; −1 for one of several answers. */
  const holders = new Map<string, number>();
  const totals = answers.map((answer, i) => {
    let total = 0;
    for (const gram of ngrams(answer, n)) {
      holders.set(gram, (holders.get(gram) ?? i) === i ? i : -1);
      total++;
    }
    return total;
  });
  const total = totals.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const distinct = { value: holders.size / total, n: total };
  const own = new Float64Array(answers.length);
  for (const holder of holders.values()) if (holder >= 0) own[holder] = (own[holder] as number) + 1;
  // Without each answer in turn; undefined where it alone has any.
  if (answers.length < 2 || totals.includes(total)) return distinct;
  const without = totals.map((count, i) => (holders.size - (own[i] as number)) / (total - count));
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = Z_95 * Math.sqrt(((without.length - 1) / without.length) * squares);
  return { ...distinct, low: Math.max(0, distinct.value - half), high: Math.min(1, distinct.value + half) };
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
