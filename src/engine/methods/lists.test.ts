import { expect, test } from 'vitest';
import { dpoRw } from './dpoRw.ts';
import { exoRw } from './exoRw.ts';
import { evaluateObjective } from './objective.ts';
import { proRank } from './proRank.ts';
import { rrhf } from './rrhf.ts';
import { listArrays, SPECIFIED_PAIRS } from './testing/sideArrays.ts';
import { tpoTree } from './tpoTree.ts';

// Values of the specification (methods.md §8) to its six decimals; the others were worked out apart from this program.

/** Scores −0.8, −1 and −1.5 per token. */
const RANKED = [
  { policy: -8, length: 10, value: 2 },
  { policy: -4, length: 4, value: 1 },
  { policy: -3, length: 2, value: 0.5 },
];

/** Members by their log-ratio. */
const ratios = (...members: readonly (readonly [logRatio: number, value: number])[]) =>
  members.map(([logRatio, value]) => ({ policy: logRatio - 5, reference: -5, length: 5, value }));

/** The four pairs, each as a list. */
const PAIR_LISTS = SPECIFIED_PAIRS.chosen.map((chosen, i) => [
  { ...chosen, value: 1 },
  { policy: 0, ...SPECIFIED_PAIRS.rejected[i], value: 0 },
]);

test('PRO ranks by the reward gaps, and imitates the best answer (n − 1)² times', () => {
  expect(evaluateObjective(proRank, listArrays([RANKED]), { sft_weight: 0 }).loss).toBeCloseTo(1.520367, 6);
  const { losses } = evaluateObjective(proRank, listArrays([RANKED, RANKED.slice(1)]), { sft_weight: 0.05 });
  // Second list: scores −1, −1.5, gap 0.5: log(1 + e^(−0.25)), and 0.05 · 1² · 4.
  expect([...losses]).toEqual([
    expect.closeTo(3.120366780960985, 12),
    expect.closeTo(Math.log(1 + Math.exp(-0.25)) + 0.2, 12),
  ]);
});

test('PRO: the order in which a list stands does not matter; equal values do not compete', () => {
  const turned = [RANKED[2], RANKED[0], RANKED[1]].flatMap((member) => member ?? []);
  expect(evaluateObjective(proRank, listArrays([turned]), { sft_weight: 0 }).loss).toBeCloseTo(1.520367, 6);
  const tied = RANKED.map((member, i) => ({ ...member, value: i < 2 ? 1 : 0 }));
  expect(evaluateObjective(proRank, listArrays([tied]), { sft_weight: 0.05 }).loss).toBeCloseTo(2.077263033065565, 12);
});

test('PRO is exact where exponentials would vanish', () => {
  const far = [
    { policy: -1000, value: 1 },
    { policy: -1, value: 0 },
  ];
  expect(evaluateObjective(proRank, listArrays([far]), { sft_weight: 0 }).loss).toBeCloseTo(999, 9);
});

test.each([
  ['the specification', [0.3, 0.1, -0.2], 0.3964182106418701],
  ['rewards the wrong way round', [-0.2, 0.1, 0.3], 0.6745794714937141],
  ['rewards in disorder', [0.1, -0.2, 0.3], 0.5388245723224105],
  ['the reference itself, where ranks follow the list', [0, 0, 0], 0.5340208448087543],
])('tree TPO weighs swaps by the ranks of now: %s', (_, rewards, value) => {
  const [a = 0, b = 0, c = 0] = rewards;
  const arrays = listArrays([ratios([a, 1], [b, 0.5], [c, 0])]);
  expect(evaluateObjective(tpoTree, arrays, { beta: 1, step_weight: 0 }).loss).toBeCloseTo(value, 12);
});

test('tree TPO: a list without a difference in value teaches nothing', () => {
  const arrays = listArrays([ratios([0.3, 1], [0.1, 1]), ratios([0, 1], [0, 0])]);
  const { losses, tokenGradients } = evaluateObjective(tpoTree, arrays, { beta: 1, step_weight: 0 });
  expect([...losses]).toEqual([0, expect.closeTo(0.2558200007405084, 12)]);
  expect([...tokenGradients.slice(0, 10)].every((gradient) => gradient === 0)).toBe(true);
  expect(tokenGradients[10]).toBeLessThan(0);
});

test('EXO and DPO on three answers', () => {
  const arrays = listArrays([ratios([1, 2], [0, 1], [-1, 0])]);
  const hyper = { beta: 0.5, beta_r: 1 };
  expect(evaluateObjective(exoRw, arrays, { ...hyper, target: 1 }).loss).toBeCloseTo(0.06725795988774275, 12);
  expect(evaluateObjective(exoRw, arrays, { ...hyper, target: 0 }).loss).toBeCloseTo(3.915004752716628, 12);
  expect(evaluateObjective(dpoRw, arrays, hyper).loss).toBeCloseTo(0.8926644793395138, 12);
});

test('EXO on two answers with target (1 − ε, ε) is the loss on pairs; DPO on two with a sure target is DPO', () => {
  const arrays = listArrays(PAIR_LISTS);
  const hyper = { beta: 0.1, beta_r: 1 / Math.log(0.999 / 0.001), target: 1 };
  expect(evaluateObjective(exoRw, arrays, hyper).loss).toBeCloseTo(2.873231, 6);
  expect(evaluateObjective(dpoRw, arrays, { beta: 0.1, beta_r: 0.05 }).loss).toBeCloseTo(0.730691, 6);
});

test('at the reference DPO on a list of n is log n, EXO the divergence of the uniform distribution', () => {
  const arrays = listArrays([ratios([0, 3], [0, 2], [0, -1]), ratios([0, 1], [0, 0])]);
  const { losses } = evaluateObjective(dpoRw, arrays, { beta: 0.1, beta_r: 0.5 });
  expect([...losses]).toEqual([expect.closeTo(Math.log(3), 12), expect.closeTo(Math.log(2), 12)]);
  const exo = evaluateObjective(exoRw, arrays, { beta: 0.1, beta_r: 0.5, target: 1 });
  expect(exo.losses[1]).toBeCloseTo(0.4337808304830266, 12);
});

test('RRHF counts by how much the order is wrong, per token of the answer itself', () => {
  const list = [
    { policy: -8, length: 4, value: 3 },
    { policy: -2, length: 2, value: 2 },
    { policy: -9, length: 3, value: 1 },
  ];
  // Scores −2, −1, −3: the second is 1 above the first, the rest is in order.
  const { loss, tokenGradients, chosenRewards } = evaluateObjective(rrhf, listArrays([list]), {
    rrhf_weight: 2,
    length_penalty: 1,
  });
  expect(loss).toBeCloseTo(2 * 1 + 2, 12);
  expect([...chosenRewards]).toEqual([expect.closeTo(-2, 12)]);
  // By a token: imitation −1/4 and order −2/4 on the first, +2/2 on the second.
  expect([tokenGradients[0], tokenGradients[4], tokenGradients[8]]).toEqual([expect.closeTo(-0.75, 12), 1, 0]);
  // Sums −8, −2, −9.
  expect(evaluateObjective(rrhf, listArrays([list]), { rrhf_weight: 2, length_penalty: 0 }).loss).toBeCloseTo(14, 12);
});
