import type { Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const ropeBinding: WasmKernel = {
  // Frequencies in double, a table for each of M positions and one to spare, and whether each is filled.
  scratchBytes: ({ inputs: [x], attributes }) => {
    const [rows, headSize] = [(x as Value).shape[0] as number, attributes.headSize as number];
    return 4 * headSize + 4 * headSize * (rows + 1) + 4 * rows;
  },
  bind: ({ inputs: [x, positions], attributes }, { exports, at, scratch }) => {
    const { heads, headSize, inverse, theta } = attributes;
    const [rows, width] = (x as Value).shape;
    return bindCall(exports, 'rope', at(x), at(positions), rows, width, heads, headSize, inverse, theta, scratch);
  },
};
