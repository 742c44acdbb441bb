import { expect, test } from 'vitest';
import { methodById } from './index.ts';
import { evaluateObjective, type ObjectiveArrays } from './objective.ts';
import { defaultsOf, randomArrays, sumArrays } from './testing/batches.ts';

/** The batch of the specification's section 8: u − v = 1.5, −1, 1, −4. */
const POLICY = [-12, -20.5, -8.25, -30, -14, -18, -9.75, -25];
const REFERENCE = [-13, -20, -9, -28, -13.5, -18.5, -9.5, -27];
const LENGTHS = [10, 16, 6, 24, 12, 14, 8, 20];
const PAIRS = sumArrays({ policy: POLICY, reference: REFERENCE, lengths: LENGTHS });

function evaluate(id: string, arrays: ObjectiveArrays, changed: Readonly<Record<string, number>> = {}) {
  const method = methodById(id);
  if (!method) throw new Error(`no method ${id}`);
  return evaluateObjective(method, arrays, { ...defaultsOf(method), ...changed });
}

function withColumns(columns: Readonly<Record<string, readonly number[]>>): ObjectiveArrays {
  const added = Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)] as const);
  return { ...PAIRS, columns: { ...PAIRS.columns, ...Object.fromEntries(added) } };
}

// Worked out from the formulas by hand in float64, apart from this code.
test.each([
  ['rank_attenuated', { reference_weight: 0 }, 0.7547780803075186],
  ['rank_attenuated', { reference_weight: 0.5 }, 0.7424472106601794],
  ['cal_dpo', { beta: 0.1 }, 30.88339664523425],
  ['dr_dpo', { beta_prime: 0.5 }, 0.7181992590760933],
  ['focal_po', { gamma: 0.5 }, 0.5033902268342205],
  ['kto_pair', {}, 0.5132214480034766],
  ['cpo', { cpo_alpha: 0, loss_type: 0 }, 0.7547780803075186],
  ['cpo', { cpo_alpha: 0, loss_type: 1 }, 1.1],
  ['cpo', { cpo_alpha: 0, loss_type: 2 }, 25.46918389491213],
  ['simper', {}, 0.012932981812698557],
  ['alphapo', { beta: 2, simpo_gamma: 1, alpha: 0.25 }, 1.4108564136704616],
  ['simpo', { beta: 2, simpo_gamma: 1, loss_type: 1 }, 2.092559523809524],
])('%s %j is its formula', (id, changed, value) => {
  expect(evaluate(id, PAIRS, changed).loss).toBeCloseTo(value, 12);
});

test('INPO has the value of the specification with a previous iterate of its own', () => {
  const previous = [-12.5, -20.2, -8.6, -29, -13.8, -18.2, -9.6, -26];
  const { tokenLogps } = sumArrays({ policy: previous, reference: REFERENCE, lengths: LENGTHS });
  const { loss } = evaluate('inpo', { ...PAIRS, previousTokenLogps: tokenLogps }, { eta: 0.1, ratio: 1 / 3 });
  expect(loss).toBeCloseTo(31.483611, 6);
});

test('MODPO has the value of the specification, and orders pairs by the first attribute', () => {
  const second = { 'chosen attribute2': [0.2, 0.5, 0.1, 0.9], 'rejected attribute2': [0.4, 0.1, 0.3, 0.2] };
  const rejected = { 'rejected attribute1': [0, 0, 0, 0] };
  const agreeing = withColumns({ ...second, ...rejected, 'chosen attribute1': [1, 0, 1, 1] }); // 0: a tie
  expect(evaluate('modpo', agreeing, { w1: 0.5 }).loss).toBeCloseTo(0.931498, 6);
  const mixed = withColumns({ ...second, ...rejected, 'chosen attribute1': [1, -1, 1, -1] });
  expect(evaluate('modpo', mixed, { w1: 0.5 }).loss).toBeCloseTo(0.40649836626217434, 12);
  expect(evaluate('modpo', mixed, { w1: 0.5, relabel: 0 }).loss).toBeCloseTo(0.931498, 6);
});

test('ODPO asks for a lead by the scores; a pair that contradicts them is hardly pushed', () => {
  const scored = withColumns({ 'chosen score': [1.2, 0.5, 0.3, -0.2], 'rejected score': [0.2, 0.45, 0.4, -1.2] });
  const { losses, loss, tokenGradients } = evaluate('odpo', scored, { alpha: 0.7 });
  const want = [0.6209570477895321, 0.12728458773573068, 0.03538859769067198, 0.9130152523999526];
  expect([...losses]).toEqual(want.map((value) => expect.closeTo(value, 12)));
  expect(loss).toBeCloseTo(0.4241613714039718, 12);
  // Third pair: σ(−(0.1 − 0.7 log 0.01)) of the push β/4 that a pair can have.
  expect(tokenGradients[2 * PAIRS.tokens]).toBeCloseTo((-0.1 / 4) * (1 - Math.exp(-0.03538859769067198)), 12);
  expect(evaluate('odpo', scored, { alpha: 0.7, ratio: 1 }).loss).toBeCloseTo(0.9102721816880419, 12);
});

test('REBEL regresses on scores, whichever answer is called chosen', () => {
  const [w, l] = [[1.2, 0.5, 0.3, -0.2] as const, [0.2, 0.45, 0.4, -1.2] as const];
  const scored = withColumns({ 'chosen score': w, 'rejected score': l });
  expect(evaluate('rebel', scored, { eta: 5 }).loss).toBeCloseTo(24.265625, 12);
  const swapped = withColumns({ 'chosen score': l, 'rejected score': w });
  const turned = { ...swapped, chosen: PAIRS.rejected, rejected: PAIRS.chosen };
  expect(evaluate('rebel', turned, { eta: 5 }).loss).toBeCloseTo(24.265625, 12);
});

test('β-DPO drops the pairs of least key, sets β by the rest, and remembers mean and spread', () => {
  const arrays = {
    ...withColumns({ 'pair uniform': [0.3, 0.9, 0.05, 0.6] }),
    state: { gap_mean: 0.2, gap_std: 1.5 },
  };
  const three = evaluate('beta_dpo', arrays, { a: 0.6, mode_weight: 0.25 });
  expect(three.loss).toBeCloseTo(0.6650838000850346, 12);
  expect([...three.losses].map((loss) => loss > 0)).toEqual([true, true, true, false]);
  expect(three.tokenGradients[3 * PAIRS.tokens]).toBe(0);
  expect(three.state).toEqual({
    gap_mean: expect.closeTo(0.1175, 12),
    gap_std: expect.closeTo(1.5995829855311992, 12),
  });
  // ⌊4 · 0.7⌋ = 2 are kept.
  expect(evaluate('beta_dpo', arrays, { a: 0.6, mode_weight: 0.3 }).loss).toBeCloseTo(0.6820183467829047, 12);
});

test('β-DPO keeps β at 0.001 or more, and the last pair', () => {
  const far = sumArrays({ policy: [-61, -1], reference: [-1, -1], lengths: [2, 2] });
  expect(evaluate('beta_dpo', far, { mode_weight: 0.9 }).loss).toBeCloseTo(0.7235971130761409, 12);
});

test('β-DPO draws unusual pairs less often, and each pair alike where none is unusual', () => {
  const keptOf = (gaps: readonly number[], draw: number) => {
    const uniform = randomArrays(draw, gaps.length).columns?.['pair uniform'];
    const zeros = gaps.map(() => 0);
    const sums = {
      policy: [...gaps, ...zeros],
      reference: [...zeros, ...zeros],
      lengths: [...zeros, ...zeros].map(() => 1),
    };
    const arrays = sumArrays(sums);
    const columns = { ...arrays.columns, 'pair uniform': uniform ?? new Float64Array() };
    return [...evaluate('beta_dpo', { ...arrays, columns, state: { gap_mean: 0, gap_std: 1 } }).losses].map(
      (x) => x > 0,
    );
  };
  const rates = (gaps: readonly number[]) => {
    const draws = Array.from({ length: 400 }, (_, draw) => keptOf(gaps, draw));
    return gaps.map((_, i) => draws.filter((kept) => kept[i]).length / draws.length);
  };
  // One of five goes: 1/5 each, with a standard error of 0.02.
  for (const rate of rates([0, 0, 0, 0, 0])) expect(Math.abs(rate - 0.8)).toBeLessThan(0.08);
  expect(rates([0, 0, 0, 0, 8])[4]).toBeLessThan(0.05);
});

test('WPO’s weight is the product of both answers’, held at 1 only if asked, without a gradient', () => {
  // log-prob −1 a token, log Σ p² = −3: a weight of e² for each answer.
  const flat = {
    ...sumArrays({ policy: [-2, -3], reference: [-2, -3], lengths: [2, 3] }),
    tokenCollision: new Float64Array(9).fill(-3),
  };
  const free = evaluate('wpo', flat);
  expect(free.loss).toBeCloseTo(Math.exp(4) * Math.LN2, 10);
  expect(free.tokenGradients[0]).toBeCloseTo(-Math.exp(4) * 0.05, 10);
  const held = evaluate('wpo', flat, { weight_clamp: 1 });
  expect(held.loss).toBeCloseTo(Math.LN2, 12);
  expect(held.tokenGradients[0]).toBeCloseTo(-0.05, 12);
});

test('TDPO1 pushes the divergence along both answers, TDPO2 only along the rejected one', () => {
  const one = evaluate('tdpo1', PAIRS);
  const two = evaluate('tdpo2', PAIRS);
  const rejectedRow = 4 * PAIRS.tokens;
  expect(one.klGradients?.[0]).toBeLessThan(0);
  expect(one.klGradients?.[rejectedRow]).toBeCloseTo(-(one.klGradients?.[0] ?? Number.NaN), 12);
  expect(two.klGradients?.[0]).toBe(0);
  expect(two.klGradients?.[rejectedRow]).toBeGreaterThan(0);
});

test('humanline DPO gives no push to a token outside the range', () => {
  const arrays = sumArrays({ policy: [-3, -2], reference: [-2, -2], lengths: [3, 2] });
  const moved = Float64Array.from(arrays.refTokenLogps ?? []);
  moved[0] = (moved[0] ?? 0) - 2; // below −1
  moved[1] = (moved[1] ?? 0) + 1;
  moved[2] = (moved[2] ?? 0) + 1.6; // above 1.5
  const { chosenRewards, tokenGradients } = evaluate('dpo_humanline', { ...arrays, tokenLogps: moved }, { beta: 0.1 });
  expect(chosenRewards[0]).toBeCloseTo(0.1 * (-1 + 1 + 1.5), 12);
  expect([tokenGradients[0], tokenGradients[2]]).toEqual([0, 0]);
  expect(tokenGradients[1]).toBeLessThan(0);
});

test('AlphaPO stays finite where an answer is all but impossible, at every α', () => {
  const hopeless = sumArrays({ policy: [-1000, -1], reference: [-1, -1], lengths: [1, 1] });
  for (const alpha of [-1, -0.05, 0.05, 1]) {
    const { loss, tokenGradients } = evaluate('alphapo', hopeless, { alpha, beta: 10 });
    expect([loss, ...tokenGradients].every(Number.isFinite)).toBe(true);
  }
});
