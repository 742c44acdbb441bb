import type { MetricDefinition } from './types.ts';

export const WIN_RATE_METRICS: readonly MetricDefinition[] = [
  {
    id: 'win_rate',
    unit: '',
    direction: 'up',
    meaning:
      'Share of held-out prompts on which the policy’s fresh answer beats the reference’s, by the training judge; ties count half.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'gold_win_rate',
    unit: '',
    direction: 'up',
    meaning: 'The same by the gold judge, who stands for what a person would want. Ties count half.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'lc_win_rate',
    unit: '',
    direction: 'up',
    meaning:
      'The win rate by the labels’ judge were all answers as long as the reference’s (Dubois et al. 2024; length term shrunk towards 0).',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
  {
    id: 'gold_lc_win_rate',
    unit: '',
    direction: 'up',
    meaning: 'The same by the gold judge: near its raw rate, as quality does not depend on length.',
    range: [0, 1],
    format: { style: 'percent', digits: 0 },
  },
];

/** Two-sided 95 %. */
const Z_95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface WinRate extends Interval {
  /** (wins + ties/2) / n. */
  readonly rate: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly n: number;
  /** Sample standard deviation of the outcomes / √n; null for n < 2. */
  readonly standardError: number | null;
}

/**
 * Wilson score interval of a rate (Wilson 1927), without continuity correction, ends clipped to [0, 1]. `wins` may be
 * fractional: ties count half. null for n = 0.
 */
export function wilsonInterval(wins: number, n: number, z = Z_95): Interval | null {
  if (n === 0) return null;
  const rate = wins / n;
  const center = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = ((z / (1 + (z * z) / n)) * Math.sqrt(n * rate * (1 - rate) + (z * z) / 4)) / n;
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/** From one outcome a prompt: 1 the policy wins, 0.5 tie, 0 it loses. null without outcomes. */
export function winRate(outcomes: ArrayLike<number>, z = Z_95): WinRate | null {
  const n = outcomes.length;
  let [total, wins, losses] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const outcome = outcomes[i] as number;
    total += outcome;
    if (outcome > 0.5) wins++;
    if (outcome < 0.5) losses++;
  }
  const interval = wilsonInterval(total, n, z);
  if (interval === null) return null;
  const rate = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((outcomes[i] as number) - rate) ** 2;
  const standardError = n > 1 ? Math.sqrt(squares / (n - 1) / n) : null;
  return { rate, ...interval, wins, losses, ties: n - wins - losses, n, standardError };
}
