import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { chooseToken } from './chooseToken.ts';

const LOGITS = Float32Array.from([0.5, 2, -1, 2, 0], (x) => x);

function frequencies(logits: Float32Array, temperature: number, topP: number, draws = 40_000): number[] {
  const random = randomStream(3, 'sampling');
  const counts = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < draws; i++) {
    const { id } = chooseToken(logits, { temperature, topP, random });
    counts[id] = (counts[id] as number) + 1;
  }
  return counts.map((count) => count / draws);
}

function softmax(logits: Float32Array, temperature = 1): number[] {
  const weights = [...logits].map((x) => Math.exp(x / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

test('temperature 0 takes the first of the likeliest, and draws nothing', () => {
  const random = randomStream(1, 'sampling');
  const { id, logp } = chooseToken(LOGITS, { temperature: 0, topP: 0.9, random });
  expect(id).toBe(1);
  expect(logp).toBeCloseTo(Math.log(softmax(LOGITS)[1] as number), 12);
  expect(random.counter).toBe(0);
});

test.each([1, 0.5, 2])('frequencies at temperature %s follow the softmax', (temperature) => {
  const wanted = softmax(LOGITS, temperature);
  frequencies(LOGITS, temperature, 1).forEach((got, id) => {
    const p = wanted[id] as number;
    // Five standard deviations of a binomial.
    expect(Math.abs(got - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 40_000));
  });
});

test('top-p keeps the smallest set that reaches p and rescales it', () => {
  const p = softmax(LOGITS); // ids by probability: 1 and 3 (0.40 each), 0 (0.09), 4, 2
  const [, one = 0, , three = 0] = frequencies(LOGITS, 1, 0.6);
  expect(one + three).toBe(1);
  expect(one).toBeCloseTo(0.5, 1);
  const kept = frequencies(LOGITS, 1, (p[1] as number) + (p[3] as number) + 0.001);
  expect(kept[0]).toBeGreaterThan(0.05);
  expect(kept[2]).toBe(0);
  expect(kept[4]).toBe(0);
});

test('a tiny p is greedy, with the lower id first on ties', () => {
  expect(frequencies(LOGITS, 1, 1e-9, 100)).toEqual([0, 1, 0, 0, 0]);
});

test('the log-probability is the untempered one, whatever the filter', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.nat(),
      (list, temperature, topP, seed) => {
        const logits = Float32Array.from(list);
        const random = randomStream(seed, 'sampling');
        const { id, logp } = chooseToken(logits, { temperature, topP, random });
        expect(random.counter).toBe(1);
        expect(logp).toBeCloseTo(Math.log(softmax(logits)[id] as number), 9);
      },
    ),
  );
});

test('minus infinity is never chosen', () => {
  const logits = Float32Array.of(-Infinity, 0, -Infinity, 0);
  const [a, b, c, d] = frequencies(logits, 3, 1, 1000);
  expect([a, c]).toEqual([0, 0]);
  expect((b as number) + (d as number)).toBe(1);
});

describe('logits that cannot be sampled from', () => {
  test.each([[[Number.NaN, 0]], [[0, Number.NaN]], [[-Infinity, -Infinity]], [[Infinity, 0]]])('%j', (list) => {
    const options = { temperature: 1, topP: 1, random: randomStream(0, 'sampling') };
    expect(() => chooseToken(Float32Array.from(list), options)).toThrow(
      expect.objectContaining({ code: 'LOSS_NOT_FINITE', data: { metric: 'logits', found: expect.any(String) } }),
    );
  });
});
