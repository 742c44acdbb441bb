import { elementCount } from '../plan/layoutParameters.ts';
import type { Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const adamWBinding: WasmKernel = {
  bind: ({ inputs, attributes }, { exports, at }) => {
    const count = elementCount((inputs[0] as Value).shape);
    return bindCall(exports, 'adamW', ...inputs.map(at), count, attributes.decayLength);
  },
};
