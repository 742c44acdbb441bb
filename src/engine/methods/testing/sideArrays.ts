import type { ObjectiveArrays, SideName } from '../objectiveArrays.ts';

/** One completion by its sums; every token bears an equal part. */
export interface SummedRow {
  readonly policy: number;
  /** Default 0. */
  readonly reference?: number;
  /** Tokens; default 1. */
  readonly length?: number;
}

/** A batch of just these sides. Chosen and rejected are empty unless given. */
export function sideArrays(sides: Readonly<Partial<Record<SideName, readonly SummedRow[]>>>): ObjectiveArrays {
  const rows = Object.values(sides).flat();
  const tokens = Math.max(1, ...rows.map(({ length = 1 }) => length));
  const matrix = () => new Float64Array(rows.length * tokens);
  const [tokenLogps, refTokenLogps] = [matrix(), matrix()];
  const mask = new Uint8Array(tokenLogps.length);
  rows.forEach(({ policy, reference = 0, length = 1 }, row) => {
    tokenLogps.fill(policy / length, row * tokens, row * tokens + length);
    refTokenLogps.fill(reference / length, row * tokens, row * tokens + length);
    mask.fill(1, row * tokens, row * tokens + length);
  });
  let begin = 0;
  const roles: Partial<Record<SideName, Int32Array>> = {};
  for (const [name, own] of Object.entries(sides) as [SideName, readonly SummedRow[]][]) {
    const start = begin;
    roles[name] = Int32Array.from(own, (_, i) => start + i);
    begin += own.length;
  }
  const none = new Int32Array(0);
  return {
    sequences: rows.length,
    tokens,
    tokenLogps,
    refTokenLogps,
    completionMask: mask,
    fullMask: mask,
    chosen: none,
    rejected: none,
    ...roles,
  };
}

/** Lists of members with values; each list's first and last member are its chosen and rejected answer. */
export function listArrays(lists: readonly (readonly (SummedRow & { readonly value: number })[])[]): ObjectiveArrays {
  const arrays = sideArrays({ member: lists.flat() });
  const starts = lists.map((_, list) => lists.slice(0, list).flat().length);
  return {
    ...arrays,
    chosen: Int32Array.from(starts),
    rejected: Int32Array.from(lists, (list, i) => (starts[i] as number) + list.length - 1),
    memberList: Int32Array.from(lists.flatMap((list, i) => list.map(() => i))),
    columns: { 'member value': Float64Array.from(lists.flat(), ({ value }) => value) },
  };
}

/** The four pairs of the specification (methods.md §8), as chosen and rejected rows. */
export const SPECIFIED_PAIRS: Readonly<Record<'chosen' | 'rejected', readonly SummedRow[]>> = {
  chosen: [
    { policy: -12, reference: -13, length: 10 },
    { policy: -20.5, reference: -20, length: 16 },
    { policy: -8.25, reference: -9, length: 6 },
    { policy: -30, reference: -28, length: 24 },
  ],
  rejected: [
    { policy: -14, reference: -13.5, length: 12 },
    { policy: -18, reference: -18.5, length: 14 },
    { policy: -9.75, reference: -9.5, length: 8 },
    { policy: -25, reference: -27, length: 20 },
  ],
};
