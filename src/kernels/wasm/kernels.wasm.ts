export * from '../matmul/matmul.wasm';
export * from '../matmul/fewRows.wasm';
