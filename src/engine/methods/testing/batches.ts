import { randomStream } from '../../train/rng.ts';
import { initialParameters } from '../initialParameters.ts';
import type { ObjectiveArrays, SideName } from '../objectiveArrays.ts';
import type { Hyperparameters, MethodDefinition } from '../types.ts';

/** The page's values. */
export function defaultsOf(method: MethodDefinition): Hyperparameters {
  return Object.fromEntries(method.hyperparameters.map((parameter) => [parameter.name, parameter.default]));
}

/** Other values than a method's initial ones for what it learns, as it would be on `randomArrays` after some steps. */
export function randomParameters(method: MethodDefinition, seed: number): Record<string, Float64Array> {
  const random = randomStream(seed, 'test parameters');
  return Object.fromEntries(
    Object.entries(initialParameters(method, CHANNELS)).map(([name, initial]) => [
      name,
      initial.map((value) => value + 0.3 * random.normal()),
    ]),
  );
}

/** The page's values, and those with each other choice of a setting that offers choices, and with each that brings in sides. */
export function variantsOf(method: MethodDefinition): readonly Hyperparameters[] {
  const defaults = defaultsOf(method);
  const others = method.hyperparameters.flatMap(({ name, default: own, options = [] }) =>
    options.filter(({ value }) => value !== own).map(({ value }) => ({ ...defaults, [name]: value })),
  );
  const switchedOn = Object.keys(method.needs.sidesWhere ?? {}).map((name) => ({ ...defaults, [name]: 0.5 }));
  return [defaults, ...others, ...switchedOn];
}

const SIDES: readonly SideName[] = [
  'chosen',
  'rejected',
  'mismatched',
  'gold',
  'rationale',
  'satisfied',
  'violated',
  'degree',
];
/** Of hidden states. */
const CHANNELS = 5;
/** Members of a list, samples of a group. */
const TOGETHER = 3;

/**
 * A batch that holds whatever a method may read: for each of `pairs` pairs a row of every side, a list of three members and a
 * group of three samples. Prompts of two tokens, ragged completions (one of them empty), log-probs around −1.
 */
export function randomArrays(seed: number, pairs = 4, spread = 1): ObjectiveArrays {
  const random = randomStream(seed, 'test');
  const [tokens, prompt] = [9, 2];
  const sequences = (SIDES.length + 2 * TOGETHER) * pairs;
  const size = sequences * tokens;
  const logp = () => -Math.abs(random.normal()) * spread - 0.01;
  const [completionMask, fullMask] = [new Uint8Array(size), new Uint8Array(size)];
  const tokenStep = new Uint16Array(size);
  for (let n = 0; n < sequences; n++) {
    const length = n === 1 ? 0 : 1 + random.integer(tokens - prompt);
    for (let t = 1; t < prompt + length; t++) fullMask[n * tokens + t] = 1;
    for (let t = prompt; t < prompt + length; t++) {
      completionMask[n * tokens + t] = 1;
      tokenStep[n * tokens + t] = 1 + Math.floor((t - prompt) / 2);
    }
  }
  const range = (start: number, count: number) => Int32Array.from({ length: count }, (_, i) => start + i);
  const matrix = (draw: () => number) => Float64Array.from({ length: size }, draw);
  const column = (count: number, draw: () => number) => Float64Array.from({ length: count }, draw);
  const members = range(SIDES.length * pairs, TOGETHER * pairs);
  const samples = range((SIDES.length + TOGETHER) * pairs, TOGETHER * pairs);
  return {
    sequences,
    tokens,
    tokenLogps: matrix(logp),
    refTokenLogps: matrix(logp),
    previousTokenLogps: matrix(logp),
    oldTokenLogps: matrix(logp),
    tokenKl: matrix(() => Math.abs(random.normal()) * 0.2),
    tokenCollision: matrix(logp),
    tokenEntropy: matrix(() => Math.abs(random.normal())),
    completionMask,
    fullMask,
    tokenStep,
    ...(Object.fromEntries(SIDES.map((side, i) => [side, range(i * pairs, pairs)])) as Record<SideName, Int32Array>),
    // Rows that no method reads beside them: draws for the others stay what they were.
    synthesisedChosen: range(SIDES.indexOf('gold') * pairs, pairs),
    synthesisedRejected: range(SIDES.indexOf('rationale') * pairs, pairs),
    member: members,
    memberList: members.map((_, i) => Math.floor(i / TOGETHER)),
    sample: samples,
    columns: {
      'chosen score': column(pairs, () => 1 + random.uniform()),
      'rejected score': column(pairs, () => random.uniform()),
      'chosen attribute1': column(pairs, () => random.normal()),
      'rejected attribute1': column(pairs, () => random.normal()),
      'chosen attribute2': column(pairs, () => random.normal()),
      'rejected attribute2': column(pairs, () => random.normal()),
      'pair probability': column(pairs, () => 0.5 + 0.49 * random.uniform()),
      'pair uniform': column(pairs, () => random.uniform()),
      // Best first, as lists are.
      'member value': Float64Array.from(
        { length: TOGETHER * pairs },
        (_, i) => 2 - (i % TOGETHER) + 0.5 * random.uniform(),
      ),
      'sample advantage': column(TOGETHER * pairs, () => random.normal()),
      'chosen probability': column(pairs, () => 0.5 + 0.25 * random.uniform()),
      'rejected probability': column(pairs, () => 0.25 + 0.25 * random.uniform()),
      'pair own': column(pairs, () => random.integer(2)),
    },
    draw: { maxLength: tokens, tokens: tokensOf(completionMask, samples, tokens) },
    tokenMask: matrix(() => random.uniform()),
    hidden: {
      channels: CHANNELS,
      rows: Array.from({ length: sequences }, () =>
        Float32Array.from({ length: tokens * CHANNELS }, () => random.normal()),
      ),
    },
  };
}

function tokensOf(mask: Uint8Array, rows: Int32Array, width: number): number {
  return rows.reduce((sum, row) => sum + mask.subarray(row * width, (row + 1) * width).reduce((n, on) => n + on, 0), 0);
}

/**
 * Every completion is `length` tokens; sums are given: chosen rows, rejected rows, then one mismatched row. Every other side has
 * the chosen rows, members and samples are the chosen and rejected ones by turns.
 */
export function sumArrays(sums: {
  readonly policy: readonly number[];
  readonly reference: readonly number[];
  readonly lengths: readonly number[];
  readonly mismatched?: number;
}): ObjectiveArrays {
  const rows = sums.policy.length;
  const tokens = Math.max(...sums.lengths);
  const sequences = rows + 1;
  const size = sequences * tokens;
  const [tokenLogps, refTokenLogps, mask] = [new Float64Array(size), new Float64Array(size), new Uint8Array(size)];
  sums.lengths.forEach((length, n) => {
    for (let t = 0; t < length; t++) {
      tokenLogps[n * tokens + t] = (sums.policy[n] ?? 0) / length;
      refTokenLogps[n * tokens + t] = (sums.reference[n] ?? 0) / length;
      mask[n * tokens + t] = 1;
    }
  });
  tokenLogps[rows * tokens] = sums.mismatched ?? 0;
  mask[rows * tokens] = 1;
  const pairs = rows / 2;
  const range = (start: number) => Int32Array.from({ length: pairs }, (_, i) => start + i);
  const [chosen, rejected] = [range(0), range(pairs)];
  const turns = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / 2) + (i % 2) * pairs);
  const filled = (value: number, count = pairs) => new Float64Array(count).fill(value);
  return {
    sequences,
    tokens,
    tokenLogps,
    refTokenLogps,
    previousTokenLogps: refTokenLogps,
    oldTokenLogps: refTokenLogps,
    tokenKl: new Float64Array(size).fill(0.1),
    tokenCollision: new Float64Array(size).fill(-1),
    tokenEntropy: new Float64Array(size).fill(1),
    tokenMask: new Float64Array(size).fill(0.75),
    hidden: { channels: 1, rows: Array.from({ length: sequences }, () => new Float32Array(tokens)) },
    completionMask: mask,
    fullMask: mask,
    tokenStep: new Uint16Array(size).fill(1),
    chosen,
    rejected,
    mismatched: Int32Array.of(rows),
    gold: chosen,
    rationale: chosen,
    satisfied: chosen,
    violated: rejected,
    synthesisedChosen: chosen,
    synthesisedRejected: rejected,
    degree: chosen,
    member: turns,
    memberList: turns.map((_, i) => Math.floor(i / 2)),
    sample: turns,
    columns: {
      'chosen score': filled(1),
      'rejected score': filled(0),
      'chosen attribute1': filled(0.5),
      'rejected attribute1': filled(0),
      'chosen attribute2': filled(0.5),
      'rejected attribute2': filled(0),
      'pair probability': filled(0.9),
      'pair uniform': filled(0.5),
      'chosen probability': filled(0.7),
      'rejected probability': filled(0.3),
      'member value': Float64Array.from(turns, (_, i) => 1 - (i % 2)),
      'sample advantage': Float64Array.from(turns, (_, i) => 1 - 2 * (i % 2)),
      'pair own': filled(1),
    },
    draw: { maxLength: tokens, tokens: tokensOf(mask, turns, tokens) },
  };
}
