import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const rmsNormBinding: WasmKernel = {
  bind: ({ inputs: [x, gain], outputs: [y, inverseRms], attributes }, { exports, at }) =>
    bindCall(exports, 'rmsNorm', at(x), at(gain), at(y), at(inverseRms), x?.shape[0], x?.shape[1], attributes.eps),
};

export const rmsNormGradBinding: WasmKernel = {
  bind: ({ inputs: [x, gain, inverseRms, dy, residual], outputs: [dx] }, { exports, at }) =>
    bindCall(
      exports,
      'rmsNormGrad',
      at(x),
      at(gain),
      at(inverseRms),
      at(dy),
      at(residual),
      at(dx),
      x?.shape[0],
      x?.shape[1],
    ),
};

export const rmsNormGainGradBinding: WasmKernel = {
  bind: ({ inputs: [x, inverseRms, dy], outputs: [dGain] }, { exports, at }) =>
    bindCall(exports, 'rmsNormGainGrad', at(x), at(inverseRms), at(dy), at(dGain), x?.shape[0], x?.shape[1]),
};
