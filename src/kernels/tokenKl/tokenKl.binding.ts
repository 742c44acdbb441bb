import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const klStatisticsBinding: WasmKernel = {
  bind: ({ inputs: [logits, refLogits, statistics, previous], outputs: [out] }, { exports, at }) => {
    const places = [at(logits), at(refLogits), at(statistics), at(previous), at(out)];
    return bindCall(exports, 'klStatistics', ...places, logits?.shape[0], logits?.shape[1]);
  },
};

export const tokenKlBinding: WasmKernel = {
  bind: ({ inputs: [statistics, refStatistics], outputs: [kl, refLse] }, { exports, at }) =>
    bindCall(exports, 'tokenKl', at(statistics), at(refStatistics), at(kl), at(refLse), kl?.shape[0]),
};

export const tokenLogpsKlGradBinding: WasmKernel = {
  bind: ({ inputs, attributes }, { exports, at }) => {
    const [rows, width] = inputs[0]?.shape ?? [];
    return bindCall(exports, 'tokenLogpsKlGrad', ...inputs.map(at), rows, width, attributes.firstId);
  },
};
