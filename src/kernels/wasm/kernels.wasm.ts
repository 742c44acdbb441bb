export * from '../matmul/matmul.wasm';
