import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const maskedSumBinding: WasmKernel = {
  bind: ({ inputs: [x, weights], outputs: [sum], attributes }, { exports, at }) =>
    bindCall(exports, 'maskedSum', at(x), at(weights), at(sum), sum?.shape[0], attributes.tokens),
};

export const maskedSumGradBinding: WasmKernel = {
  bind: ({ inputs: [weights, dSum], outputs: [dx], attributes }, { exports, at }) =>
    bindCall(exports, 'maskedSumGrad', at(weights), at(dSum), at(dx), dSum?.shape[0], attributes.tokens),
};
