import { KernelError } from '../plan/executor.ts';
import type { Launch, Value } from '../plan/types.ts';
import { exported, type WasmKernel } from '../wasm/WasmKernel.ts';

/** What `matmul.wasm.ts` packs: a tile of the result, six rows of a, a block of b. */
function scratchBytes({ outputs: [out], inputs: [a], attributes }: Launch): number {
  const columns = Math.min(256, Math.ceil(((out as Value).shape[1] as number) / 8) * 8);
  const depth = Math.min(256, (a as Value).shape[attributes.transposeA ? 0 : 1] as number);
  return 4 * (6 * 8 + 6 * 256 + columns * depth);
}

export const matmulBinding: WasmKernel = {
  scratchBytes,
  bind({ inputs: [a, b, residual], outputs: [out], attributes }, { exports, at, scratch }) {
    const form = attributes.transposeA ? 'matmulTN' : attributes.transposeB ? 'matmulNT' : 'matmulNN';
    const product = exported(exports, form);
    const [rows, columns] = (out as Value).shape as [number, number];
    const depth = (a as Value).shape[attributes.transposeA ? 0 : 1] as number;
    const [aAt, bAt, outAt] = [at(a), at(b), at(out)];
    const accumulates = (out as Value).storage === 'gradient';
    if (accumulates && residual) throw new KernelError('PLAN_INVALID', { reason: 'a gradient takes no residual' });
    // Where the sums over k start.
    const source = accumulates ? outAt : at(residual);
    return () => product(aAt, bAt, source, outAt, rows, columns, depth, scratch);
  },
};
