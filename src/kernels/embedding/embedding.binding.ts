import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const embeddingBinding: WasmKernel = {
  bind: ({ inputs: [ids, table], outputs: [out] }, { exports, at }) =>
    bindCall(exports, 'embedding', at(ids), at(table), at(out), ids?.shape[0], table?.shape[1]),
};

export const embeddingGradBinding: WasmKernel = {
  bind: ({ inputs: [ids, dOut], outputs: [dTable] }, { exports, at }) =>
    bindCall(exports, 'embeddingGrad', at(ids), at(dOut), at(dTable), ids?.shape[0], dOut?.shape[1]),
};
