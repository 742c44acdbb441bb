import { expect, test } from 'vitest';
import { apoZeroUnpaired } from './apoZeroUnpaired.ts';
import { bco } from './bco.ts';
import { ncaUnpaired } from './ncaUnpaired.ts';
import { evaluateObjective } from './objective.ts';
import { SPECIFIED_PAIRS, sideArrays } from './testing/sideArrays.ts';

const softplus = (x: number) => Math.log1p(Math.exp(x));
const rows = (...ratios: readonly number[]) => ratios.map((ratio) => ({ policy: ratio - 3, reference: -3 }));

test('BCO shifts by the mean of all rewards so far, and remembers their sum and number', () => {
  const first = evaluateObjective(bco, sideArrays({ chosen: rows(2, 4), rejected: rows(0) }), { beta: 1 });
  // δ = (2 + 4 + 0) / 3 = 2
  expect([...first.losses]).toEqual([softplus(0), softplus(-2), softplus(-2)].map((x) => expect.closeTo(x, 12)));
  expect(first.state).toEqual({ log_ratio_sum: 6, row_count: 3 });
  // By log-prob: −σ(δ − r)/3 on chosen, σ(v − δ)/3 on rejected; nothing comes through δ.
  const slope = 1 / (1 + Math.exp(2)) / 3;
  expect([...first.tokenGradients]).toEqual([-0.5 / 3, -slope, slope].map((x) => expect.closeTo(x, 12)));

  const arrays = { ...sideArrays({ chosen: rows(1), rejected: rows(5) }), state: first.state };
  const second = evaluateObjective(bco, arrays, { beta: 1 });
  // δ = (6 + 6) / (3 + 2) = 2.4
  expect([...second.losses]).toEqual([softplus(1.4), softplus(2.6)].map((x) => expect.closeTo(x, 12)));
  expect(second.state).toEqual({ log_ratio_sum: 12, row_count: 5 });
  // A β changed since: δ = 0.5 · 2.4.
  const changed = evaluateObjective(bco, arrays, { beta: 0.5 });
  expect([...changed.losses]).toEqual([softplus(0.7), softplus(1.3)].map((x) => expect.closeTo(x, 12)));
});

test('NCA on as many chosen as rejected rows is its pair form, whichever rows are pairs', () => {
  const { chosen, rejected } = SPECIFIED_PAIRS;
  for (const order of [rejected, [...rejected].reverse()]) {
    const arrays = sideArrays({ chosen, rejected: order });
    // nca_pair of the specification, methods.md §8.
    expect(evaluateObjective(ncaUnpaired, arrays, { beta: 0.1 }).loss).toBeCloseTo(1.405352, 6);
  }
});

test('NCA averages good rows and all rows apart', () => {
  const uneven = sideArrays({ chosen: rows(1), rejected: rows(-0.5, 0.5, -1) });
  expect(evaluateObjective(ncaUnpaired, uneven, { beta: 1 }).loss).toBeCloseTo(1.0819310233673878, 12);
  const bad = sideArrays({ rejected: rows(-0.5, 1) });
  const { loss, tokenGradients } = evaluateObjective(ncaUnpaired, bad, { beta: 1 });
  expect(loss).toBeCloseTo((softplus(-0.5) + softplus(1)) / 2, 12);
  expect(Math.min(...tokenGradients)).toBeGreaterThan(0);
});

test('NCA settles a chosen answer where σ(βu) = 2/3', () => {
  const arrays = sideArrays({ chosen: rows(Math.log(2)), rejected: rows(0) });
  const { tokenGradients } = evaluateObjective(ncaUnpaired, arrays, { beta: 1 });
  expect(tokenGradients[0]).toBeCloseTo(0, 12);
});

test('APO-zero on single rows judges each against the reference alone', () => {
  const arrays = sideArrays({ chosen: rows(1), rejected: rows(-2, 3) });
  const { losses } = evaluateObjective(apoZeroUnpaired, arrays, {
    beta: 1,
    desirable_weight: 2,
    undesirable_weight: 0.5,
  });
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const want = [2 * sigmoid(-1), 0.5 * sigmoid(-2), 0.5 * sigmoid(3)];
  expect([...losses]).toEqual(want.map((x) => expect.closeTo(x, 12)));
});
