import { describe, expect, test } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { WORLDS } from '../worlds/index.ts';
import type { World } from '../worlds/types.ts';
import { attributesJudge } from './attributesJudge.ts';
import { ensemble } from './ensemble.ts';
import { goldJudge } from './goldJudge.ts';
import { implicitJudge } from './implicitJudge.ts';
import { judgeAgreement } from './judgeAgreement.ts';
import { JUDGE_IDS, judgeObstacle } from './judgeIds.ts';
import { labelsJudge } from './labelsJudge.ts';
import { lengthJudge } from './lengthJudge.ts';
import { lengthScoreOf } from './lengthScore.ts';
import { personJudge } from './personJudge.ts';
import { probabilities } from './probabilities.ts';
import { symmetrised } from './symmetrised.ts';
import type { Judge } from './types.ts';
import { verdictsOf } from './verdictsOf.ts';
import { verifierJudge } from './verifierJudge.ts';
import { withLengthBias } from './withLengthBias.ts';
import { withNoise } from './withNoise.ts';

const [style] = WORLDS as readonly [World, ...World[]];

/** Scores by a table; equal prompts. */
const scoring = (scores: Readonly<Record<string, number>>, more: Partial<Judge> = {}): Judge => ({
  id: 'table',
  kind: 'rule',
  async score(_, completions) {
    return Float64Array.from(completions, (text) => scores[text] ?? Number.NaN);
  },
  ...more,
});
const ask = (judge: Judge, first: readonly string[], second: readonly string[]) =>
  verdictsOf(
    judge,
    first.map(() => '?'),
    first,
    second,
  );
const chances = async (judge: Judge, first: readonly string[], second: readonly string[]) => [
  ...(await probabilities(
    judge,
    first.map(() => '?'),
    first,
    second,
  )),
];

describe('verdicts and probabilities', () => {
  const table = scoring({ a: 1, b: 0, c: 1 });

  test('come from scores where there is nothing else', async () => {
    expect([...(await ask(table, ['a', 'b', 'a'], ['b', 'a', 'c']))]).toEqual([1, 0, 0.5]);
    // σ(1) and σ(1/0.5)
    expect((await chances(table, ['a'], ['b']))[0]).toBeCloseTo(0.7310585786, 9);
    expect((await chances({ ...table, temperature: 0.5 }, ['a'], ['b']))[0]).toBeCloseTo(0.880797078, 9);
  });

  test('come from probabilities before scores: preferences may run in a circle', async () => {
    const beats: Readonly<Record<string, string>> = { rock: 'scissors', scissors: 'paper', paper: 'rock' };
    const circle: Judge = {
      ...scoring({ rock: 3, paper: 2, scissors: 1 }),
      async prob(_, first, second) {
        return Float64Array.from(first, (a, i) => (a === second[i] ? 0.5 : beats[a] === second[i] ? 0.9 : 0.1));
      },
    };
    const verdicts = await ask(circle, ['rock', 'scissors', 'paper', 'rock'], ['scissors', 'paper', 'rock', 'rock']);
    expect([...verdicts]).toEqual([1, 1, 1, 0.5]);
  });

  test('come from the mean of several scores', async () => {
    const several: Judge = {
      id: 'several',
      kind: 'multiObjective',
      objectives: 2,
      async scores(_, completions) {
        return Float64Array.from(completions.flatMap((text) => (text === 'a' ? [3, -1] : [0, 1])));
      },
    };
    expect([...(await ask(several, ['a', 'b'], ['b', 'a']))]).toEqual([1, 0]);
    await expect(ask({ id: 'mute', kind: 'human' }, ['a'], ['b'])).rejects.toThrow(RangeError);
  });
});

describe('judges of a world', () => {
  const random = randomStream(1, 'test');
  const prompts = Array.from({ length: 60 }, () => style.prompt(random, {}));
  const first = prompts.map((prompt) => style.answer(prompt, random, {}));
  const second = prompts.map((prompt) => style.answer(prompt, random, {}));

  test('the labels follow quality and length, the gold judge quality alone', async () => {
    const labels = await verdictsOf(labelsJudge(style, { kappa: 2 }), prompts, first, second);
    const gold = await verdictsOf(goldJudge(style, { kappa: 2 }), prompts, first, second);
    prompts.forEach((prompt, i) => {
      const [a, b] = [first[i] ?? '', second[i] ?? ''];
      const quality = style.goldScore(prompt, a) - style.goldScore(prompt, b);
      const length = style.lengthScore(a) - style.lengthScore(b);
      expect(gold[i]).toBe((Math.sign(quality) + 1) / 2);
      expect(labels[i]).toBe((Math.sign(quality + 2 * length) + 1) / 2);
    });
    expect([...labels]).not.toEqual([...gold]);
  });

  test('probabilities of the labels are the world’s own, before flips', async () => {
    const knobs = { kappa: 1, epsilon: 0.3, sharpness: 2 };
    const own = await probabilities(labelsJudge(style, knobs), prompts, first, second);
    own.forEach((p, i) => {
      expect(p).toBeCloseTo(style.winProbability(prompts[i] ?? '', first[i] ?? '', second[i] ?? '', knobs), 12);
    });
  });

  test('where preferences follow no score, they decide; length moves the labels alone', async () => {
    const circular: World = {
      ...style,
      preferenceLogit: (_, a, b) => (a === b ? 0 : a < b ? 1 : -1),
      winProbability: (_, a, b) => (a < b ? 0.2 : 0.8),
    };
    expect(await probabilities(goldJudge(circular, {}), ['?'], ['a'], ['b'])).toEqual(
      Float64Array.of(1 / (1 + Math.exp(-1))),
    );
    expect([...(await ask(labelsJudge(circular, {}), ['a', 'b'], ['b', 'a']))]).toEqual([0, 1]);
  });

  test('a verifier and attributes are there where the world has them', async () => {
    expect(verifierJudge({ ...style, verify: undefined } as unknown as World)).toBeNull();
    const exact = verifierJudge({ ...style, verify: (_, answer) => (answer === '4' ? 1 : 0) });
    expect(exact && [...(await ask(exact, ['4', '5', '5'], ['5', '4', '6']))]).toEqual([1, 0, 0.5]);
    const parts = attributesJudge({ ...style, attributes: (_, answer) => [answer.length, -1] }, [0.5, 2]);
    expect(parts?.objectives).toBe(2);
    expect(await parts?.scores?.(['?', '?'], ['a', 'bcd'])).toEqual(Float64Array.of(1, -1, 3, -1));
    expect(await parts?.score?.(['?', '?'], ['a', 'bcd'])).toEqual(Float64Array.of(-1.5, -0.5));
    expect(() => attributesJudge({ ...style, attributes: () => [0, 0] }, [1])).toThrow(RangeError);
    expect(attributesJudge({ ...style, attributes: undefined } as unknown as World)).toBeNull();
  });

  test('what needs a world says so', () => {
    const withoutWorld = JUDGE_IDS.filter((id) => judgeObstacle(id, null) === 'no_world');
    expect(withoutWorld).toEqual(['labels', 'gold', 'verifier', 'attributes']);
    expect(judgeObstacle('verifier', {})).toBe('no_verifier');
    expect(judgeObstacle('attributes', {})).toBe('no_attributes');
    expect(judgeObstacle('verifier', { verify: () => 1 })).toBeNull();
  });
});

test('length is measured in standard deviations of one’s own rows where there is no world', async () => {
  const train = [
    { prompt: '?', chosen: 'a b c', rejected: 'a' },
    { prompt: '?', chosen: 'a', rejected: 'a b c' },
  ];
  const score = lengthScoreOf({ world: null, train });
  // Words 3, 1, 1, 3: mean 2, deviation 1.
  expect(['a', 'a b', 'a b c d'].map(score)).toEqual([-1, 0, 2]);
  expect([...(await ask(lengthJudge(score), ['a b', 'a', 'x'], ['a', 'a b', 'y']))]).toEqual([1, 0, 0.5]);
  expect(lengthScoreOf({ world: style, train })('a b')).toBe(style.lengthScore('a b'));
});

test('the implicit reward is β times the log-ratio', async () => {
  const judge = implicitJudge(
    async () => ({ policy: Float64Array.of(-3, -10), reference: Float64Array.of(-5, -6) }),
    0.1,
  );
  const scores = await judge.score?.(['?', '?'], ['a', 'b']);
  expect(scores?.[0]).toBeCloseTo(0.2, 12);
  expect(scores?.[1]).toBeCloseTo(-0.4, 12);
});

test('the person’s verdicts hold in either order, the newest counts, and what was not seen is not known', async () => {
  const seen = { prompt: '?', firstFrom: 'policy', secondFrom: 'reference', gold: null } as const;
  const judge = personJudge([
    { ...seen, first: 'a', second: 'b', verdict: 0 },
    { ...seen, first: 'b', second: 'a', verdict: 0 },
    { ...seen, first: 'c', second: 'd', verdict: 0.5 },
  ]);
  expect([...(await ask(judge, ['a', 'b', 'c', 'd', 'a'], ['b', 'a', 'd', 'c', 'c']))]).toEqual([
    1,
    0,
    0.5,
    0.5,
    Number.NaN,
  ]);
});

test('two judges agree where both decide and prefer the same', async () => {
  const asked = { prompts: ['?', '?', '?', '?'], first: ['a', 'b', 'a', 'a'], second: ['b', 'a', 'c', 'd'] };
  // Differences of the first: 1, −1, 0, 2; of the second: 1, 1, 1, unknown.
  const one = scoring({ a: 2, b: 1, c: 2, d: 0 });
  const other: Judge = { id: 'other', kind: 'rule', prob: async () => Float64Array.of(0.9, 0.6, 0.9, Number.NaN) };
  expect(await judgeAgreement(one, other, asked)).toMatchObject({ rate: 0.5, n: 2 });
  expect(await judgeAgreement(one, other, { prompts: [], first: [], second: [] })).toBeNull();
});

describe('wrappers', () => {
  const many = Array.from({ length: 4000 }, (_, i) => `answer ${i}`);
  const worse = many.map((text) => `${text}, worse`);
  const certain: Judge = {
    id: 'certain',
    kind: 'rule',
    async prob(_, first, second) {
      return Float64Array.from(first, (a, i) => (a === second[i] ? 0.5 : a.endsWith('worse') ? 0 : 1));
    },
  };

  test('noise errs in its share of comparisons, the same ones for a seed', async () => {
    const noisy = withNoise(certain, 0.2, 1);
    const verdicts = await ask(noisy, many, worse);
    const errors = verdicts.filter((verdict) => verdict === 0).length / many.length;
    expect(Math.abs(errors - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / many.length));
    expect(await ask(withNoise(certain, 0.2, 1), many, worse)).toEqual(verdicts);
    expect(await ask(withNoise(certain, 0.2, 2), many, worse)).not.toEqual(verdicts);
    // A comparison errs by itself, not by its place in a batch.
    expect(await ask(noisy, many.slice(7), worse.slice(7))).toEqual(verdicts.slice(7));
    expect(await ask(withNoise(certain, 0, 1), many, worse)).toEqual(new Float64Array(many.length).fill(1));
    expect(() => withNoise(certain, 1.2, 1)).toThrow(RangeError);
    // Of a judge with scores the probabilities turn round, and its scores stay.
    const scored = withNoise(scoring({ a: 1, b: 0 }), 1, 1);
    expect((await chances(scored, ['a'], ['b']))[0]).toBeCloseTo(1 - 0.7310585786, 9);
    expect(await scored.score?.(['?'], ['a'])).toEqual(Float64Array.of(1));
  });

  test('asked in both orders, P(a ≻ b) + P(b ≻ a) = 1, and errors of one order become ties', async () => {
    const fair = symmetrised(withNoise(certain, 0.3, 1));
    const there = await chances(fair, many, worse);
    const back = await chances(fair, worse, many);
    there.forEach((p, i) => {
      expect(p + (back[i] ?? 0)).toBe(1);
    });
    const share = (wanted: number) => there.filter((p) => p === wanted).length / many.length;
    // 0.7², 2 · 0.3 · 0.7, 0.3²
    expect(share(1)).toBeCloseTo(0.49, 1);
    expect(share(0.5)).toBeCloseTo(0.42, 1);
    expect(share(0)).toBeCloseTo(0.09, 1);
  });

  test('length bias adds κ standard deviations to scores, and to log-odds by the temperature', async () => {
    const length = (text: string) => text.length;
    const biased = withLengthBias(scoring({ a: 1, bb: 0 }), 0.25, length);
    expect(await biased.score?.(['?', '?'], ['a', 'bb'])).toEqual(Float64Array.of(1.25, 0.5));
    const prob: Judge = { id: 'p', kind: 'rule', temperature: 0.5, prob: async () => Float64Array.of(0.8) };
    // logit 0.8 = 1.3862943611; the second is longer by 1: −0.25 / 0.5.
    expect((await chances(withLengthBias(prob, 0.25, length), ['a'], ['bb']))[0]).toBeCloseTo(
      1 / (1 + Math.exp(-(1.3862943611 - 0.5))),
      9,
    );
    expect((await chances(withLengthBias(prob, 0.25, length), ['a'], ['b']))[0]).toBe(0.8);
  });

  test('an ensemble is the mean of its members, and has scores where all have', async () => {
    const both = ensemble('both', [scoring({ a: 2, b: 0 }), scoring({ a: 0, b: 1 })]);
    expect(await both.score?.(['?', '?'], ['a', 'b'])).toEqual(Float64Array.of(1, 0.5));
    // (σ(2) + σ(−1)) / 2
    expect((await chances(both, ['a'], ['b']))[0]).toBeCloseTo((0.880797078 + 0.2689414214) / 2, 9);
    expect(ensemble('mixed', [scoring({}), certain]).score).toBeUndefined();
    expect(() => ensemble('none', [])).toThrow(RangeError);
  });
});
