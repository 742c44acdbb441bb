import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const logitStatisticsBinding: WasmKernel = {
  bind: ({ inputs: [logits, targets, previous], outputs: [statistics], attributes }, { exports, at }) => {
    const places = [at(logits), at(targets), at(previous), at(statistics)];
    return bindCall(exports, 'logitStatistics', ...places, logits?.shape[0], logits?.shape[1], attributes.firstId);
  },
};

export const tokenLogpsBinding: WasmKernel = {
  bind: ({ inputs: [statistics], outputs: [logps, lse, entropy] }, { exports, at }) =>
    bindCall(exports, 'tokenLogps', at(statistics), at(logps), at(lse), at(entropy), statistics?.shape[0]),
};

export const tokenLogpsGradBinding: WasmKernel = {
  bind: ({ inputs, attributes }, { exports, at }) => {
    const [rows, width] = inputs[0]?.shape ?? [];
    return bindCall(exports, 'tokenLogpsGrad', ...inputs.map(at), rows, width, attributes.firstId);
  },
};
