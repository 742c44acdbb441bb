import { describe, expect, it } from 'vitest';
import { canRun, everywhere, MATMUL_VARIANTS } from '../webgpu/matmulVariants.ts';
import { openForTest, parityError, random } from '../webgpu/parity.ts';

const SIZES = [
  { rows: 1, cols: 1, inner: 1 },
  { rows: 7, cols: 5, inner: 3 },
  { rows: 33, cols: 70, inner: 66 },
  { rows: 13, cols: 24, inner: 40 },
  { rows: 130, cols: 6, inner: 9 },
  // Long and thin, like a weight gradient: K is split over workgroups.
  { rows: 12, cols: 20, inner: 700 },
  { rows: 9, cols: 7, inner: 517 },
  // One group of lanes and a bit, with every alignment of rows.
  { rows: 11, cols: 68, inner: 12 },
  { rows: 8, cols: 64, inner: 6 },
  // The first and the second block of sixteen rows, the second not full.
  { rows: 16, cols: 68, inner: 20 },
  { rows: 27, cols: 36, inner: 14 },
  // Blocks of twelve rows, the last not full; lanes that would all stand beyond the last column left out.
  { rows: 133, cols: 68, inner: 20 },
  { rows: 140, cols: 24, inner: 14 },
  // Enough tiles for 64×64 of them.
  { rows: 8200, cols: 6, inner: 5 },
];
const FORMS = [
  { transposeA: 0, transposeB: 0 },
  { transposeA: 0, transposeB: 1 },
  { transposeA: 1, transposeB: 0 },
];

const { device } = await openForTest();

describe.each(MATMUL_VARIANTS)('matmul %s', (variant) => {
  const traits = { matmul: everywhere(variant) };
  // Rounding to half loses 2⁻¹¹ of each operand.
  const rounding = variant === 'subgroups8x4half' ? 1e-3 : 1e-6;
  for (const { transposeA, transposeB } of FORMS) {
    const form = `${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
    it.skipIf(!canRun(variant, device)).each(SIZES)(`${form} $rows×$cols×$inner`, async ({ rows, cols, inner }) => {
      const a = random(transposeA ? [inner, rows] : [rows, inner], 1);
      const b = random(transposeB ? [cols, inner] : [inner, cols], 2);
      const attributes = { transposeA, transposeB };
      const residual = random([rows, cols], 3);
      const plain = { kernel: 'matmul', attributes, inputs: [a, b], outputs: [{ shape: [rows, cols] }] } as const;
      const tolerance = rounding * (Math.sqrt(inner) + 2);
      expect(await parityError(plain, traits)).toBeLessThan(tolerance);
      expect(await parityError({ ...plain, inputs: [a, b, residual] }, traits)).toBeLessThan(tolerance);
      const accumulating = { ...plain, outputs: [{ gradient: [rows, cols] }] };
      expect(await parityError(accumulating, traits)).toBeLessThan(2 * tolerance);
    });
  }
});
