import type { Launch } from '../plan/types.ts';

export type HostArray = Float32Array | Int32Array;

/**
 * A kernel on plain arrays, for the CPU paths where TF.js has nothing decent (attention, fused rows, scatter). Outputs come
 * zeroed, except gradients (to be added into) and values overwritten in place (the same array as the input).
 * On WASM the arrays are views of TF.js's heap: a kernel must not call TF.js, which might move it.
 */
export type HostKernel = (launch: Launch, inputs: readonly HostArray[], outputs: readonly Float32Array[]) => void;
