import { elementCount } from '../plan/layoutParameters.ts';
import type { Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const globalNormBinding: WasmKernel = {
  bind: ({ inputs: [gradients], outputs: [norm] }, { exports, at }) =>
    bindCall(exports, 'globalNorm', at(gradients), at(norm), elementCount((gradients as Value).shape)),
};
