import { expect, test } from 'vitest';

// The fallback is only tested where WebGPU is really missing.
test('this run has no WebGPU adapter', async () => {
  const adapter = navigator.gpu ? await navigator.gpu.requestAdapter() : null;
  expect(adapter).toBeNull();
});

test('the WASM binaries of TF.js are served below the page', async () => {
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    const response = await fetch(new URL(`/assets/tfjs/${name}`, location.origin));
    expect(response.headers.get('Content-Type')).toBe('application/wasm');
    expect(await WebAssembly.compile(await response.arrayBuffer())).toBeInstanceOf(WebAssembly.Module);
  }
});
