export * from '../causalAttention/causalAttention.wasm';
export * from '../matmul/fewRows.wasm';
export * from '../matmul/matmul.wasm';
