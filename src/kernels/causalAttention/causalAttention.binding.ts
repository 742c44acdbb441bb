import type { Launch, Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

/** Panels of query rows whose scores the gradient holds at once, as in `causalAttention.wasm.ts`. */
const BLOCK_PANELS = 4;

const roundUp = (count: number): number => Math.ceil(count / 8) * 8;

/** The sizes that scratch depends on. A sequence may be as long as all rows. */
function sizes({ inputs: [qkv], attributes }: Launch): { keys: number; headSize: number; padded: number } {
  const headSize = attributes.headSize as number;
  return { keys: roundUp((qkv as Value).shape[0] as number), headSize, padded: roundUp(headSize) };
}

export const causalAttentionBinding: WasmKernel = {
  // Keys, values, scores by key; queries, output and sums by panel.
  scratchBytes: (launch) => {
    const { keys, headSize, padded } = sizes(launch);
    return 4 * (keys * (headSize + padded + 8) + 8 * (headSize + padded) + 16);
  },
  bind: ({ inputs: [qkv, segments], outputs: [out, lse], attributes }, { exports, at, scratch }) => {
    const { heads, kvHeads, headSize } = attributes;
    const places = [at(qkv), at(segments), at(out), at(lse)];
    return bindCall(exports, 'causalAttention', ...places, qkv?.shape[0], heads, kvHeads, headSize, scratch);
  },
};

export const causalAttentionGradBinding: WasmKernel = {
  // Keys and values twice, their gradients, two sets of scores; queries and output gradients twice.
  scratchBytes: (launch) => {
    const { keys, headSize, padded } = sizes(launch);
    const byKey = keys * (2 * headSize + 3 * padded + 2 * BLOCK_PANELS * 8);
    return 4 * (byKey + 2 * BLOCK_PANELS * 8 * padded + 8 * (2 * headSize + padded) + 16);
  },
  bind: ({ inputs, outputs: [dQkv], attributes }, { exports, at, scratch }) => {
    const { heads, kvHeads, headSize } = attributes;
    const places = [...inputs, dQkv].map(at);
    return bindCall(exports, 'causalAttentionGrad', ...places, dQkv?.shape[0], heads, kvHeads, headSize, scratch);
  },
};
