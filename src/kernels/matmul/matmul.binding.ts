import { KernelError } from '../plan/executor.ts';
import type { Launch, Value } from '../plan/types.ts';
import { exported, type WasmKernel } from '../wasm/WasmKernel.ts';

/** Up to here a product with bᵀ that packs nothing is as fast or faster (measured; docs/performance.md). */
const FEW_ROWS = 64;
/** The block of b that `matmul.wasm.ts` packs at most, and its tile. */
const BLOCK = 256;
const TILE = { rows: 6, columns: 8 };

interface Product {
  readonly form: 'matmulNN' | 'matmulNT' | 'matmulTN' | 'matmulFewRowsNT';
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

function productOf({ inputs: [a], outputs: [out], attributes }: Launch): Product {
  const [rows, columns] = (out as Value).shape as [number, number];
  const depth = (a as Value).shape[attributes.transposeA ? 0 : 1] as number;
  if (attributes.transposeB) return { form: rows <= FEW_ROWS ? 'matmulFewRowsNT' : 'matmulNT', rows, columns, depth };
  return { form: attributes.transposeA ? 'matmulTN' : 'matmulNN', rows, columns, depth };
}

export const matmulBinding: WasmKernel = {
  scratchBytes(launch) {
    const { form, columns, depth } = productOf(launch);
    if (form === 'matmulFewRowsNT') return 0;
    const panels = Math.min(BLOCK, Math.ceil(columns / TILE.columns) * TILE.columns);
    return 4 * (TILE.rows * TILE.columns + TILE.rows * BLOCK + panels * Math.min(BLOCK, depth));
  },
  bind(launch, { exports, at, scratch }) {
    const { inputs, outputs } = launch;
    const { form, rows, columns, depth } = productOf(launch);
    const product = exported(exports, form);
    const [a, b, residual] = inputs;
    const [aAt, bAt, outAt] = [at(a), at(b), at(outputs[0])];
    const accumulates = outputs[0]?.storage === 'gradient';
    if (accumulates && residual) throw new KernelError('PLAN_INVALID', { reason: 'a gradient takes no residual' });
    // What the sums over k start from: no pass of its own for either.
    const source = accumulates ? outAt : at(residual);
    if (form === 'matmulFewRowsNT') return () => product(aAt, bAt, source, outAt, rows, columns, depth);
    return () => product(aAt, bAt, source, outAt, rows, columns, depth, scratch);
  },
};
