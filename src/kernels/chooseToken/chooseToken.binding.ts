import type { Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const chooseTokenBinding: WasmKernel = {
  // A row's weights.
  scratchBytes: ({ inputs: [logits] }) => 4 * ((logits as Value).shape[1] as number),
  bind: ({ inputs, attributes }, { exports, at, scratch }) => {
    const [rows, vocabulary] = (inputs[0] as Value).shape;
    const length = inputs[6]?.shape[1];
    const { advance, capacity } = attributes;
    const places = inputs.map(at);
    return bindCall(exports, 'chooseToken', ...places, rows, vocabulary, length, advance, capacity, scratch);
  },
};
