import { expect, it } from 'vitest';
import { openBackend } from './backend.ts';
import { diagnose } from './diagnose.ts';
import type { KernelError } from './plan/executor.ts';

it('without WebGPU the diagnosis says why, and asking for it by name fails with that reason', async () => {
  const diagnosis = await diagnose();
  expect(['no_gpu_api', 'no_adapter']).toContain(diagnosis.verdict);
  expect(diagnosis.adapter).toBeNull();
  const error = await openBackend({ prefer: 'webgpu' }).then(
    () => undefined,
    (cause: KernelError) => cause,
  );
  expect(error?.code).toBe('BACKEND_UNAVAILABLE');
  expect(error?.data.verdict).toBe(diagnosis.verdict);
});

it('the last rung is plain JavaScript, when the WASM binaries cannot be fetched', async () => {
  const backend = await openBackend({ prefer: 'auto', wasmBaseUrl: new URL('/nowhere/', location.href).href });
  expect(backend.name).toBe('cpu');
  expect(backend.diagnosis.detail).toContain('wasm');
});
