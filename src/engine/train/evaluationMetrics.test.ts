import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../metrics/winRate.ts';
import type { LengthDot } from '../protocol.ts';
import type { ScoredBatch } from './evaluateBatch.ts';
import { heldoutMetrics, lengthLine, sampleMetrics } from './evaluationMetrics.ts';

const scored: ScoredBatch = {
  loss: 0.5,
  losses: Float64Array.of(0.5, 0.5),
  chosenRewards: Float64Array.of(1, 2),
  rejectedRewards: Float64Array.of(0, 3),
  chosen: { logps: Float64Array.of(-10, -20), refLogps: Float64Array.of(-12, -21), lengths: Float64Array.of(5, 6) },
  rejected: { logps: Float64Array.of(-12, -15), refLogps: Float64Array.of(-11, -14), lengths: Float64Array.of(3, 4) },
  metrics: { loss: { value: 0.5, n: 2 }, 'rewards/accuracies': { value: 0.5, n: 2 } },
  tokenGradients: [],
  klGradients: null,
  parameterGradients: {},
  tokenMasks: null,
  state: {},
};
const dot = (length: number, reward: number): LengthDot => ({ length, reward, gold: null, role: 'chosen' });
const completion = (entropies: number[], length: number) => ({
  scores: { logps: new Float32Array(entropies.length), entropies: Float32Array.from(entropies) },
  length,
});

describe('heldoutMetrics', () => {
  it('carries TRL’s metrics under the held-out prefix, and the ranking of raw log-probs', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 1), dot(2, 2)], []);
    expect(metrics['eval_rewards/accuracies']).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.eval_loss).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.ranking_accuracy).toMatchObject({ value: 0.5, n: 2 }); // −10 ≥ −12, but −20 < −15
  });

  it('correlates implicit reward with length: Pearson on values, Spearman on ranks', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 1), dot(2, 2), dot(3, 3), dot(4, 10)], []);
    // r = Σ(x−2.5)(y−4) / √(Σ(x−2.5)² Σ(y−4)²) = 14 / √(5 · 50)
    expect(metrics['corr/implicit_reward_length']?.value).toBeCloseTo(14 / Math.sqrt(250), 12);
    expect(metrics['corr/implicit_reward_length']?.n).toBe(4);
    expect(metrics['corr/implicit_reward_length_spearman']?.value).toBeCloseTo(1, 12);
  });

  it('correlates the log-ratio to the reference with length, whatever the method’s reward is', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 1), dot(2, 2)], []);
    // log-ratios 2, 1, −1, −1 of lengths 5, 6, 3, 4: Σxy = 4.5, Σxx = 6.75, Σyy = 5 about their means
    expect(metrics['corr/log_ratio_length']?.value).toBeCloseTo(4.5 / Math.sqrt(6.75 * 5), 12);
    expect(metrics['corr/log_ratio_length']?.n).toBe(4);
  });

  it('correlates reward and length among answers of equal gold score, where there are scores', () => {
    const judged = (length: number, reward: number, gold: number): LengthDot => ({ ...dot(length, reward), gold });
    // Reward is 2 · gold − length exactly: at equal gold it falls with every token.
    const dots = [judged(1, 1, 1), judged(2, 4, 3), judged(3, 1, 2), judged(4, 6, 5), judged(5, 3, 4)];
    const metrics = heldoutMetrics(scored, dots, []);
    expect(metrics.partial_corr?.value).toBeCloseTo(-1, 9);
    expect(metrics.partial_corr?.n).toBe(5);
    expect(metrics['corr/implicit_reward_length']?.value).toBeGreaterThan(0);
    expect(metrics).toHaveProperty('partial_corr_spearman');
    // Σ(x − 3)(y − 3) = 4 − 1 + 0 + 3 + 0 over 10.
    expect(metrics['slope/implicit_reward_length']?.value).toBeCloseTo(0.6, 12);
    expect(lengthLine(dots)?.intercept).toBeCloseTo(3 - 0.6 * 3, 12);
    expect(heldoutMetrics(scored, [dot(1, 1), dot(2, 2)], [])).not.toHaveProperty('partial_corr');
  });

  it('has intervals: Wilson’s for shares, standard errors for means, Fisher’s for correlations', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 1), dot(2, 2), dot(3, 3), dot(4, 10)], []);
    expect(metrics['eval_rewards/accuracies']).toMatchObject(wilsonInterval(1, 2) ?? {});
    expect(metrics.ranking_accuracy).toMatchObject(wilsonInterval(1, 2) ?? {});
    expect(metrics.eval_loss).toMatchObject({ low: 0.5, high: 0.5 });
    // atanh r = 1.4002, and one example more than Fisher's three: ± 1.96.
    expect(metrics['corr/implicit_reward_length']?.low).toBeCloseTo(-0.5077, 3);
    expect(metrics['corr/implicit_reward_length']?.high).toBeCloseTo(0.9976, 3);
  });

  it('tells how far the answers moved from the reference', () => {
    const metrics = heldoutMetrics(scored, [], []);
    expect(metrics['displacement/chosen']).toMatchObject({ value: 1.5, n: 2 }); // 2 and 1
    expect(metrics['displacement/rejected']).toMatchObject({ value: -1, n: 2 });
    // Per token −2 < −4? −10/5 against −12/3, −20/6 against −15/4: both ranked rightly.
    expect(metrics.ranking_accuracy_norm?.value).toBe(1);
    // c = −11 − −12 = 1 and −14 − −21 = 7: the reference ranks both wrongly, the policy turned the first.
    expect(metrics.flipped_wrong_pairs).toMatchObject({ value: 0.5, n: 2 });
  });

  it('leaves the correlation out while all rewards are float32 noise about a constant', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 0.00001), dot(2, 0.00004), dot(3, 0)], []);
    expect(metrics).not.toHaveProperty('corr/implicit_reward_length');
    expect(metrics).not.toHaveProperty('corr/implicit_reward_length_spearman');
  });

  it('averages entropy over completion tokens, not over prompts', () => {
    const metrics = heldoutMetrics(scored, [dot(1, 1)], [completion([9, 9, 1, 2], 2), completion([9, 3], 1)]);
    expect(metrics.entropy).toMatchObject({ value: 2, n: 3 });
  });
});

describe('sampleMetrics', () => {
  const answers = [
    { ids: [5, 6, 2], text: 'a', finished: true, logps: [-1, -2, -0.5] },
    { ids: [7], text: 'b', finished: false, logps: [-3] },
  ];
  const refLogps = [Float32Array.of(-2, -2, -1.5), Float32Array.of(-2)];
  const none = { judged: null, gold: null, judgeScores: null, goldScores: null };

  it('estimates KL per answer and per token', () => {
    const metrics = sampleMetrics(answers, refLogps, none);
    expect(metrics.kl).toMatchObject({ value: (2 - 1) / 2, n: 2 }); // 1 + 0 + 1, and −1
    expect(metrics.kl_per_token).toMatchObject({ value: (2 - 1) / 4, n: 4 });
  });

  it('counts lengths and answers that ran out of room', () => {
    const metrics = sampleMetrics(answers, refLogps, none);
    expect(metrics['completions/mean_length']).toMatchObject({ value: 2, n: 2 });
    expect(metrics['completions/clipped_ratio']).toMatchObject({ value: 0.5, n: 2 });
  });

  it('counts how varied they are', () => {
    const metrics = sampleMetrics(answers, refLogps, none);
    expect(metrics.distinct_1).toMatchObject({ value: 1, n: 4 });
    expect(metrics.distinct_2).toMatchObject({ value: 1, n: 2 });
    expect(metrics.repetition).toMatchObject({ value: 0, n: 1 });
  });

  it('counts ties half, apart for the labels’ judge and the gold score', () => {
    const metrics = sampleMetrics(answers, refLogps, {
      judged: Float64Array.of(1, 0.5),
      gold: Float64Array.of(0, 0.5),
      judgeScores: Float64Array.of(2, 4),
      goldScores: Float64Array.of(-1, 0),
    });
    expect(metrics.win_rate).toMatchObject({ value: 0.75, n: 2 });
    expect(metrics.gold_win_rate).toMatchObject({ value: 0.25, n: 2 });
    expect(metrics.proxy_reward).toMatchObject({ value: 3, n: 2 });
    expect(metrics.gold_reward).toMatchObject({ value: -0.5, n: 2 });
  });

  it('has no win rates where nobody judges', () => {
    const metrics = sampleMetrics(answers, refLogps, none);
    for (const id of ['win_rate', 'gold_win_rate', 'proxy_reward', 'gold_reward'])
      expect(metrics).not.toHaveProperty(id);
  });
});
