/**
 * [rows, cols] = op(a) · op(b) (+ residual), or += into a gradient. NN, NT and TN read their operands as stored.
 *
 * Versions kept, each in a file of its name (those with subgroups in one):
 * - registers4x4: 4 rows × vec4 per invocation, no workgroup memory, no barriers: 8 vec4 loads per 64 multiply-adds.
 *   Kept because CPU drivers split a kernel at every barrier; there it is several times faster than tiles. Needs no feature.
 * - subgroups8x4: 8 rows × vec4 per invocation, the rows loaded once per four lanes and spread with `quadBroadcast`:
 *   6 loads per 128 multiply-adds; 12 rows of a product that has many, 7 loads per 192. Loads are what a CPU driver spends its time on.
 * - subgroups8x4half: the same with both operands rounded to half precision, sums in single. Only when asked for by name.
 * - subgroups8lanes: the rows loaded once per eight lanes and spread with `subgroupBroadcast`, 16 of them (NN, NT) or 8 (TN): 6 loads
 *   per 256 multiply-adds, 5 per 128. A quarter faster on lavapipe. Needs subgroups of eight or more: SwiftShader's have four.
 * - shared64: 64×64×16 tiles in workgroup memory, 4×4 per invocation, both operands read once per tile and coalesced;
 *   32×32 tiles where 64×64 would leave too few workgroups, and K split over workgroups (partials summed in fixed
 *   order) where the output is small and K long, as in every weight gradient. For real GPUs.
 *
 * Sizes are uniforms, so one pipeline serves all shapes with the same alignment.
 */
import type { Launch } from '../plan/types.ts';
import { matmulClass } from '../webgpu/matmulVariants.ts';
import type { Dispatch, KernelTraits } from '../webgpu/program.ts';
import { describe } from './product.ts';
import { registers4x4 } from './registers4x4.wgsl.ts';
import { shared64 } from './shared64.wgsl.ts';
import { subgroups } from './subgroups.wgsl.ts';

/** From here on, blocks of twelve rows leave little beyond the last row. */
const TALL_ROWS = 128;

export function matmul(launch: Launch, traits: KernelTraits): Dispatch[] {
  const product = describe(launch);
  switch (traits.matmul[matmulClass(product)]) {
    case 'shared64':
      return shared64(product);
    case 'subgroups8x4': {
      const rows = product.rows >= TALL_ROWS ? 12 : 8;
      return [subgroups(product, { name: 'subgroups8x4', rows, sharing: 4, half: false })];
    }
    case 'subgroups8lanes': {
      const tall = product.form !== 'TN' && product.rows >= 16;
      return [subgroups(product, { name: 'subgroups8lanes', rows: tall ? 16 : 8, sharing: 8, half: false })];
    }
    case 'subgroups8x4half':
      return [subgroups(product, { name: 'subgroups8x4half', rows: 8, sharing: 4, half: true })];
    default:
      return [registers4x4(product)];
  }
}
