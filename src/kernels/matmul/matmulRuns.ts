import type { KernelRun } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

export interface MatmulRun {
  readonly what: string;
  readonly run: KernelRun;
  /** For sums of products of this size. */
  readonly atol: number;
}

const FORMS = [
  { form: 'NN', transposeA: 0, transposeB: 0 },
  { form: 'NT', transposeA: 0, transposeB: 1 },
  { form: 'TN', transposeA: 1, transposeB: 0 },
];

/** Rows, columns, depth: all small ones, then around the sizes of tiles (6 × 8), of blocks (256) and of the form for few rows (64). */
const SIZES: readonly (readonly [number, number, number])[] = [
  ...[1, 2, 5, 7].flatMap((rows) =>
    [1, 3, 7].flatMap((columns) => [1, 4, 7].map((depth) => [rows, columns, depth] as const)),
  ),
  [6, 8, 16],
  [7, 9, 17],
  [63, 12, 33],
  [64, 16, 32],
  [65, 11, 31],
  [67, 257, 5],
  [70, 30, 256],
  [71, 9, 257],
  [72, 264, 515],
];

/** Products for tests of a path against the reference: plain, with a residual, added into a gradient. */
export function matmulRuns(): MatmulRun[] {
  return FORMS.flatMap(({ form, transposeA, transposeB }) =>
    SIZES.flatMap(([rows, columns, depth]) => {
      const a = { shape: transposeA ? [depth, rows] : [rows, depth], data: gaussians(1, rows * depth) };
      const b = { shape: transposeB ? [columns, depth] : [depth, columns], data: gaussians(2, depth * columns) };
      const residual = { shape: [rows, columns], data: gaussians(3, rows * columns) };
      const run = {
        kernel: 'matmul',
        outputShapes: [[rows, columns]],
        attributes: { transposeA, transposeB },
      } as const;
      const what = `${form} ${rows} × ${columns} × ${depth}`;
      const atol = 1e-5 * Math.sqrt(depth);
      const large = { ...a, data: a.data.map((value) => value * 1e18) };
      return [
        { what, run: { ...run, inputs: [a, b] }, atol },
        { what: `${what} + residual`, run: { ...run, inputs: [a, b, residual] }, atol },
        { what: `${what} added`, run: { ...run, inputs: [a, b], previous: [residual.data] }, atol },
        { what: `${what}, large`, run: { ...run, inputs: [large, b] }, atol: atol * 1e18 },
      ];
    }),
  );
}
