import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const swigluBinding: WasmKernel = {
  bind: ({ inputs: [gateUp], outputs: [out] }, { exports, at }) =>
    bindCall(exports, 'swiglu', at(gateUp), at(out), out?.shape[0], out?.shape[1]),
};

export const swigluGradBinding: WasmKernel = {
  bind: ({ inputs: [gateUp, dOut] }, { exports, at }) =>
    bindCall(exports, 'swigluGrad', at(gateUp), at(dOut), dOut?.shape[0], dOut?.shape[1]),
};
