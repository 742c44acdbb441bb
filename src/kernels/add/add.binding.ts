import { elementCount } from '../plan/layoutParameters.ts';
import type { Value } from '../plan/types.ts';
import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const addBinding: WasmKernel = {
  bind: ({ inputs: [a, b], outputs: [out] }, { exports, at }) =>
    bindCall(exports, 'add', at(a), at(b), at(out), elementCount((out as Value).shape)),
};
