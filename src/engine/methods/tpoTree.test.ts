import { describe, expect, test } from 'vitest';
import { leafValue } from './leaves.ts';
import { evaluateObjective } from './objective.ts';
import type { ObjectiveArrays } from './objectiveArrays.ts';
import { randomArrays } from './testing/batches.ts';
import { tpoTree } from './tpoTree.ts';

const [NONE, ONE_MINUS_COS, COS_PLUS_ONE] = [0, 1, 2];

type Token = readonly [step: number, logRatio: number, state: readonly [number, number]];
interface Answer {
  readonly value: number;
  readonly tokens: readonly Token[];
}

/** Lists of answers behind prompts of one and two tokens by turns, whose states would change every cosine. */
function stepArrays(lists: readonly (readonly Answer[])[]): ObjectiveArrays {
  const answers = lists.flat();
  const [sequences, tokens] = [answers.length, 8];
  const size = sequences * tokens;
  const [tokenLogps, refTokenLogps] = [new Float64Array(size), new Float64Array(size).fill(-1)];
  const [completionMask, tokenStep] = [new Uint8Array(size), new Uint16Array(size)];
  const rows = answers.map((answer, n) => {
    const prompt = 1 + (n % 2);
    const states = new Float32Array((prompt + answer.tokens.length) * 2).fill(-7 * n - 3);
    answer.tokens.forEach(([step, logRatio, state], t) => {
      const index = n * tokens + prompt + t;
      tokenLogps[index] = logRatio - 1;
      completionMask[index] = 1;
      tokenStep[index] = step;
      states.set(state, 2 * (prompt + t));
    });
    return states;
  });
  const memberList = Int32Array.from(lists.flatMap((list, i) => list.map(() => i)));
  return {
    sequences,
    tokens,
    tokenLogps,
    refTokenLogps,
    completionMask,
    fullMask: completionMask,
    tokenStep,
    hidden: { channels: 2, rows },
    chosen: Int32Array.of(0),
    rejected: Int32Array.of(1),
    member: Int32Array.from(answers, (_, n) => n),
    memberList,
    columns: { 'member value': Float64Array.from(answers, ({ value }) => value) },
  };
}

/** Tokens of no step, a step that is missing elsewhere, one whose state is 0. */
const LIST: readonly Answer[] = [
  {
    value: 1,
    tokens: [
      [1, 0.4, [1, 0]],
      [1, -0.1, [0, 1]],
      [2, 0.6, [2, 1]],
      [3, 0.2, [1, 1]],
    ],
  },
  {
    value: 0.5,
    tokens: [
      [0, 0.1, [0, 2]],
      [1, 0.3, [0, -1]],
      [2, -0.5, [-1, 3]],
    ],
  },
  {
    value: 0,
    tokens: [
      [1, 0.7, [3, 4]],
      [2, 0.2, [0, 0]],
    ],
  },
];

/** One step each: cosine 0.6, log-ratios 0.5 and 0.2. Ranks 1 and 2, gain 1. */
const TWO: readonly Answer[] = [
  { value: 1, tokens: [[1, 0.5, [3, 4]]] },
  { value: 0, tokens: [[1, 0.2, [1, 0]]] },
];
const TWO_SWAP = 1 - 1 / Math.log2(3);
const logistic = (margin: number) => Math.log1p(Math.exp(-margin));

/** From a program of its own, which goes through the definition with loops. */
test.each([
  ['none', NONE, 0.41879188799139916],
  ['1 − c', ONE_MINUS_COS, 0.3863816276624941],
  ['c + 1', COS_PLUS_ONE, 0.4551082227308375],
])('steps count by their cosine: %s', (_, step_weight, value) => {
  const hyper = { beta: 0.5, step_weight };
  expect(evaluateObjective(tpoTree, stepArrays([LIST]), hyper).loss).toBeCloseTo(value, 12);
  // Another list beside it, before or behind, changes nothing in it.
  const factor = [1, 0.4, 1.6][step_weight] ?? Number.NaN;
  const two = TWO_SWAP * logistic(0.5 * factor * 0.3);
  for (const [lists, want] of [
    [
      [TWO, LIST],
      [two, value],
    ],
    [
      [LIST, TWO, LIST],
      [value, two, value],
    ],
  ] as const) {
    const { losses } = evaluateObjective(tpoTree, stepArrays(lists), hyper);
    expect([...losses]).toEqual(want.map((loss) => expect.closeTo(loss, 12)));
  }
});

test('cosines: one for every comparison and step of its first answer, 0 where the second has none', () => {
  const cosines = leafValue({ kind: 'step', part: 'cosine' }, stepArrays([LIST]), undefined);
  const [ab1, ab2] = [Math.SQRT1_2, 1 / Math.sqrt(50)]; // (1, 1)·(0, 1), (2, 1)·(−1, 3)
  const ac1 = 7 / Math.sqrt(50); // (1, 1)·(3, 4)
  const bc1 = 0.8; // (0, 1)·(3, 4)
  const want = [ab1, ab2, 0, ac1, 0, 0, ab1, ab2, bc1, 0, ac1, 0, bc1, 0];
  expect([...cosines]).toEqual(want.map((value) => expect.closeTo(value, 12)));
});

test('each token is pushed by the weight of its step', () => {
  const { tokenGradients, loss } = evaluateObjective(tpoTree, stepArrays([TWO]), { beta: 0.5, step_weight: 1 });
  expect(loss).toBeCloseTo(TWO_SWAP * logistic(0.06), 12);
  const push = (TWO_SWAP * 0.5 * 0.4) / (1 + Math.exp(0.06));
  expect(tokenGradients[1]).toBeCloseTo(-push, 12);
  expect(tokenGradients[8 + 2]).toBeCloseTo(push, 12);
});

test('ranks are those of whole answers, whatever their steps weigh', () => {
  // Whole: 0.1 behind 0.3. By 1 − c the first leads: its first step, 1 − 0 times 0.6, against 0.2 and a second step of cosine 1.
  const list: readonly Answer[] = [
    { value: 1, tokens: [[1, 0.6, [1, 0]], [2, -0.5, [1, 1]]] }, // biome-ignore format: a line an answer
    {
      value: 0,
      tokens: [
        [1, 0.2, [0, 1]],
        [2, 0.1, [2, 2]],
      ],
    },
    { value: 0, tokens: [[3, 0.2, [1, 0]]] },
  ];
  const { loss } = evaluateObjective(tpoTree, stepArrays([list]), { beta: 1, step_weight: ONE_MINUS_COS });
  // Ranks 3, 1, 2: discounts 1/2, 1, 1/log₂ 3. Against the third, which has another step, all counts once.
  const [first, third] = [0.5 * logistic(0.6 - 0.2), (1 / Math.log2(3) - 0.5) * logistic(0.1 - 0.2)];
  expect(loss).toBeCloseTo(first + third, 12);
});

describe('where the reference sees no likeness', () => {
  const orthogonal = (arrays: ObjectiveArrays): ObjectiveArrays => ({
    ...arrays,
    // A channel a sequence: every cosine is exactly 0.
    hidden: {
      channels: arrays.sequences,
      rows: Array.from({ length: arrays.sequences }, (_, n) =>
        Float32Array.from({ length: arrays.tokens * arrays.sequences }, (_, i) => (i % arrays.sequences === n ? 1 : 0)),
      ),
    },
  });

  test.each([ONE_MINUS_COS, COS_PLUS_ONE])('step_weight %i is none', (step_weight) => {
    const arrays = orthogonal(randomArrays(5));
    const want = evaluateObjective(tpoTree, arrays, { beta: 0.3, step_weight: NONE });
    const found = evaluateObjective(tpoTree, arrays, { beta: 0.3, step_weight });
    expect([...found.losses]).toEqual(Array.from(want.losses, (loss) => expect.closeTo(loss, 12)));
    expect([...found.tokenGradients]).toEqual(Array.from(want.tokenGradients, (push) => expect.closeTo(push, 12)));
    const seen = evaluateObjective(tpoTree, randomArrays(5), { beta: 0.3, step_weight });
    expect(Math.abs(seen.loss - want.loss)).toBeGreaterThan(1e-3);
  });
});

test('answers that are alike in every step teach nothing by 1 − c, and twice as much by c + 1', () => {
  const alike = TWO.map((answer, i) => ({ ...answer, tokens: [[1, 0.5 - 0.3 * i, [2, -1]]] as const }));
  const at = (step_weight: number) => evaluateObjective(tpoTree, stepArrays([alike]), { beta: 0.5, step_weight });
  expect(at(ONE_MINUS_COS).loss).toBeCloseTo(TWO_SWAP * Math.LN2, 12);
  expect(at(ONE_MINUS_COS).tokenGradients.every((push) => Math.abs(push) < 1e-12)).toBe(true);
  expect(at(COS_PLUS_ONE).loss).toBeCloseTo(TWO_SWAP * logistic(0.5 * 2 * 0.3), 12);
});

test('an answer of no token has no step: the other counts as it is', () => {
  const list = [{ value: 1, tokens: [] }, ...TWO.slice(1)];
  const { loss } = evaluateObjective(tpoTree, stepArrays([list]), { beta: 0.5, step_weight: ONE_MINUS_COS });
  expect(loss).toBeCloseTo(TWO_SWAP * logistic(-0.1), 12);
});

test('says what is missing: steps, hidden states; without weights neither is read', () => {
  const { tokenStep, ...noSteps } = stepArrays([LIST]);
  const { hidden, ...noStates } = stepArrays([LIST]);
  const hyper = { beta: 0.5, step_weight: ONE_MINUS_COS };
  expect(() => evaluateObjective(tpoTree, noSteps, hyper)).toThrow(/steps/);
  expect(() => evaluateObjective(tpoTree, noStates, hyper)).toThrow(/hidden states/);
  const { hidden: _, ...neither } = noSteps;
  expect(evaluateObjective(tpoTree, neither, { beta: 0.5, step_weight: NONE }).loss).toBeCloseTo(
    0.41879188799139916,
    12,
  );
});
