import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hyperparameters } from '../types.ts';
import { evaluate, samples } from './testing/samples.ts';

test('bad answers that the policy has left are masked, good ones are not, and the divergence stays', () => {
  // Means of log π_old − log π: 0.3, 0.1, 0.3.
  const policy = [[-1.1, -1.5], [-1.1], [-1.3]];
  const old = [[-1, -1], [-1], [-1]];
  const grads = (changed: Hyperparameters) => [
    ...evaluate('grpo', samples(policy, old, [-1, -1, 1]), changed).tokenGradients,
  ];
  const [free, masked] = [grads({}), grads({ off_policy_mask_threshold: 0.2 })];
  expect(free[0]).not.toBe(0);
  expect(masked).toEqual([0, 0, ...free.slice(2)]);
  // d k3 / d log π = 1 − π_ref/π, a sixth of it: two tokens of three answers; the reference is the old policy.
  expect(grads({ off_policy_mask_threshold: 0.2, beta: 1 })[1]).toBeCloseTo((1 - Math.exp(0.5)) / 6, 12);
});

test('a share of the tokens, those of highest entropy, is kept; ties with the last one too', () => {
  const policy = [[-1, -1, -1, -1, -1]];
  const kept = (share: number, entropies: number[]) =>
    [
      ...evaluate('grpo', samples(policy, policy, [1], { entropies: [entropies] }), { top_entropy_quantile: share })
        .tokenGradients,
    ].map((gradient) => gradient !== 0);
  const entropies = [0.1, 0.5, 0.3, 0.2, 0.4];
  expect(kept(1, entropies)).toEqual([true, true, true, true, true]);
  // The 0.5 quantile is 0.3, the 0.2 quantile of the rest between 0.4 and 0.5.
  expect(kept(0.5, entropies)).toEqual([false, true, true, false, true]);
  expect(kept(0.2, entropies)).toEqual([false, true, false, false, false]);
  expect(kept(0, entropies)).toEqual([false, true, false, false, false]);
  expect(kept(0.25, [0.5, 0.4, 0.4, 0.1, 0.1])).toEqual([true, true, true, false, false]);
});

test('a share that meets a token exactly keeps it, whatever the rounding', () => {
  // 0.29 · 100 is 28.999… in float64; the 0.71 quantile of 0…100 is 71.
  expect(0.29 * 100).toBeLessThan(29);
  const entropies = Array.from({ length: 101 }, (_, i) => i);
  const policy = [entropies.map(() => -1)];
  const batch = samples(policy, policy, [1], { entropies: [entropies] });
  const { tokenGradients } = evaluate('bnpo', batch, { top_entropy_quantile: 0.29 });
  expect(tokenGradients.filter((gradient) => gradient !== 0)).toHaveLength(30);
});

test('the quantile is that of linear interpolation, for any share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 19 }),
      (entropies, twentieths) => {
        const share = twentieths / 20;
        const sorted = [...entropies].sort((a, b) => a - b);
        const place = (1 - share) * (sorted.length - 1);
        const [low, part] = [Math.floor(place + 1e-9), Math.max(0, place - Math.floor(place + 1e-9))];
        const bound = (sorted[low] ?? 0) + part * ((sorted[low + 1] ?? sorted[low] ?? 0) - (sorted[low] ?? 0));
        const policy = [entropies.map(() => -1)];
        const batch = samples(policy, policy, [1], { entropies: [entropies] });
        const { tokenGradients } = evaluate('bnpo', batch, { top_entropy_quantile: share });
        expect([...tokenGradients].map((gradient) => gradient !== 0)).toEqual(
          entropies.map((entropy) => entropy >= bound - 1e-9),
        );
      },
    ),
    { seed: 3 },
  );
});

test('a batch without tokens has a loss of 0 whatever is asked of it', () => {
  const { loss, metrics } = evaluate('grpo', samples([[]], [[]], [1]), { top_entropy_quantile: 0.5, beta: 1 });
  expect([loss, metrics.kl]).toEqual([0, 0]);
});
