import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { type KernelRun, runHost, runReference } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';
import { choiceSettings } from './chooseToken.ts';

beforeAll(startCpu);

interface Case {
  readonly logits: readonly (readonly number[])[];
  /** [L][R] */
  readonly uniforms: readonly (readonly number[])[];
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxNewTokens?: number;
  readonly endIds?: readonly number[];
  readonly progress?: readonly number[];
  readonly positions?: readonly number[];
  readonly advance?: number;
  readonly capacity?: number;
}

/** One choice; unchosen answers stay −7. */
function runOf(given: Case): KernelRun {
  const rows = given.logits.length;
  const length = given.uniforms.length;
  const { temperature = 1, topP = 1, maxNewTokens = length, endIds = [] } = given;
  const vector = (values: readonly number[]) => ({ shape: [values.length], data: Int32Array.from(values) });
  const zeros = new Array<number>(rows).fill(0);
  const answers = { shape: [rows, length, 2], data: new Float32Array(2 * rows * length).fill(-7) };
  return {
    kernel: 'chooseToken',
    inputs: [
      { shape: [rows, given.logits[0]!.length], data: Float32Array.from(given.logits.flat()) },
      { shape: [length, rows], data: Float32Array.from(given.uniforms.flat()) },
      { shape: [8], data: choiceSettings({ temperature, topP, maxNewTokens, endIds }) },
      vector(zeros.map(() => 99)),
      vector(given.positions ?? zeros),
      vector(given.progress ?? zeros),
      answers,
    ],
    outputShapes: [[rows], [rows], [rows], answers.shape],
    attributes: { advance: given.advance ?? 0, capacity: given.capacity ?? 100 },
  };
}

const LOGITS = [0.5, 2, -1, 2, 0];
const WEIGHTS = LOGITS.map(Math.exp);
const MASS = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

describe.each([
  { name: 'reference', run: runReference },
  { name: 'host', run: runHost },
])('chooseToken, $name', ({ run }) => {
  const choose = (given: Case) => {
    const [ids, positions, progress, answers] = run(runOf(given)).map((output) => Array.from(output));
    return { ids, positions, progress, answers } as Record<'ids' | 'positions' | 'progress' | 'answers', number[]>;
  };
  const chosen = (uniform: number, options: Partial<Case> = {}) =>
    choose({ logits: [LOGITS], uniforms: [[uniform]], ...options }).ids[0];

  it('lays tokens end to end by id: a uniform falls on each for its share', () => {
    let before = 0;
    WEIGHTS.forEach((weight, id) => {
      expect(chosen((before + weight * 0.01) / MASS)).toBe(id);
      expect(chosen((before + weight * 0.99) / MASS)).toBe(id);
      before += weight;
    });
  });

  it('at a temperature too, while the log-probability stays that of temperature 1', () => {
    const tempered = LOGITS.map((logit) => Math.exp(logit / 0.5));
    const mass = tempered.reduce((sum, weight) => sum + weight, 0);
    const { ids, answers } = choose({
      logits: [LOGITS],
      uniforms: [[(tempered[0]! + 0.5 * tempered[1]!) / mass]],
      temperature: 0.5,
    });
    expect(ids).toEqual([1]);
    expect(answers[0]).toBe(1);
    expect(answers[1]).toBeCloseTo(2 - Math.log(MASS), 5);
  });

  it('at temperature 0 takes the first of the likeliest', () => {
    for (const uniform of [0, 0.999]) expect(chosen(uniform, { temperature: 0 })).toBe(1);
  });

  it('keeps the smallest set that reaches top-p, ties at its edge too', () => {
    // 1 and 3 hold 0.40 each, 0 holds 0.09.
    expect([0, 0.49, 0.51, 0.999].map((uniform) => chosen(uniform, { topP: 0.6 }))).toEqual([1, 1, 3, 3]);
    expect([0, 0.49, 0.51, 0.999].map((uniform) => chosen(uniform, { topP: 1e-6 }))).toEqual([1, 1, 3, 3]);
    expect([0, 0.999].map((uniform) => chosen(uniform, { topP: 0.85 }))).toEqual([0, 3]);
    expect([0, 0.9999].map((uniform) => chosen(uniform, { topP: 1 }))).toEqual([0, 4]);
  });

  it('counts, advances and ends rows, each for itself; rows that are done stay as they are', () => {
    const { ids, positions, progress, answers } = choose({
      logits: [LOGITS, LOGITS, LOGITS, LOGITS, LOGITS],
      uniforms: [
        [0.5, 0.5, 0.5, 0.5, 0.5],
        [0, 0.3, 0.3, 0, 0],
        [0.3, 0, 0, 0.3, 0.999],
      ],
      progress: [-3, 1, 1, 2, 0],
      positions: [4, 5, 8, 6, 7],
      advance: 1,
      capacity: 9,
      endIds: [4],
      maxNewTokens: 3,
    });
    expect(ids).toEqual([99, 1, 1, 1, 1]);
    expect(positions).toEqual([4, 6, 8, 7, 8]); // never beyond the last slot
    // Done before; goes on; no slot left; full; goes on.
    expect(progress).toEqual([-3, 2, -3, -4, 1]);
    expect(answers.slice(0, 6)).toEqual([-7, -7, -7, -7, -7, -7]);
    expect([answers[6], answers[8], answers[10]]).toEqual([-7, 1, -7]);
    const { progress: ended } = choose({ logits: [LOGITS], uniforms: [[0.9999], [0]], endIds: [2, 4] });
    expect(ended).toEqual([-2]);
  });

  it('never chooses minus infinity, and says so when logits are ruined', () => {
    const infinite = [Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY];
    for (const uniform of [0, 0.5, 0.99999]) {
      expect(choose({ logits: [infinite], uniforms: [[uniform]] }).ids).toEqual([1]);
    }
    for (const logits of [
      [Number.NaN, 0, 1],
      [0, 1, Number.NaN],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [Number.POSITIVE_INFINITY, 0, 0],
    ]) {
      const { progress, answers } = choose({ logits: [logits], uniforms: [[0.5], [0.5]] });
      expect(progress).toEqual([-2]);
      expect(answers[0]).toBe(0);
      expect(answers[1]).toBeNaN();
    }
  });

  it('agrees on many rows, with shares far apart', () => {
    const rows = 64;
    const logits = Array.from({ length: rows }, (_, row) => Array.from(gaussians(row, 33, 8)));
    const uniforms = [Array.from({ length: rows }, (_, row) => (row + 0.5) / rows)];
    for (const topP of [1, 0.7]) {
      const [ids, , , answers] = runHost(runOf({ logits, uniforms, topP }));
      const got = choose({ logits, uniforms, topP });
      expect(got.ids).toEqual(Array.from(ids!));
      got.answers.forEach((value, i) => {
        expect(value).toBeCloseTo(answers![i]!, 4);
      });
    }
  });
});
