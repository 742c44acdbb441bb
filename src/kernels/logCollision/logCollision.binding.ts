import { bindCall } from '../wasm/bindCall.ts';
import type { WasmKernel } from '../wasm/WasmKernel.ts';

export const collisionStatisticsBinding: WasmKernel = {
  bind: ({ inputs: [logits, statistics, previous], outputs: [collisions] }, { exports, at }) => {
    const places = [at(logits), at(statistics), at(previous), at(collisions)];
    return bindCall(exports, 'collisionStatistics', ...places, logits?.shape[0], logits?.shape[1]);
  },
};

export const logCollisionBinding: WasmKernel = {
  bind: ({ inputs: [statistics, collisions], outputs: [out] }, { exports, at }) =>
    bindCall(exports, 'logCollision', at(statistics), at(collisions), at(out), out?.shape[0]),
};
