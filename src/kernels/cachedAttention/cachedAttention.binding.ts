import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const cachedAttentionBinding: WasmKernel = {
  // A head's scores.
  scratchBytes: ({ attributes }) => 4 * (attributes.capacity as number),
  bind: ({ inputs, outputs: [out], attributes }, { exports, at, scratch }) => {
    const { capacity, heads, kvHeads, headSize } = attributes;
    const places = [...inputs, out].map(at);
    const rows = out?.shape[0];
    return bindCall(exports, 'cachedAttention', ...places, rows, capacity, heads, kvHeads, headSize, scratch);
  },
};

export const cacheRowsBinding: WasmKernel = {
  bind: ({ inputs, attributes }, { exports, at }) => {
    const { heads, kvHeads, headSize } = attributes;
    return bindCall(exports, 'cacheRows', ...inputs.map(at), inputs[0]?.shape[0], heads, kvHeads, headSize);
  },
};
