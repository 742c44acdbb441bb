import type { Diagnosis } from '../../engine/index.ts';

/** What this machine offers, and what is used of it. */
export const deviceTexts = {
  title: 'This device',
  unknown: 'Looking at what this device offers.',
  running: (backend: string) => `Runs on ${backend}`,
  names: { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' } as Readonly<Record<string, string>>,
  variants: 'Which kernels run here',
  variantNames: {
    registers4x4: '4×4 tiles in registers',
    shared64: '64×64 tiles in shared memory',
    subgroups8x4: '8×4 tiles shared by a subgroup',
    subgroups8lanes: '16×4 tiles shared by eight lanes',
    subgroups8x4half: '8×4 tiles shared by a subgroup, 16-bit operands',
    relaxed: 'relaxed SIMD',
    simd: 'SIMD',
    xnnpack: 'XNNPACK',
    tfjs: 'TensorFlow.js',
    'tfjs-cpu': 'TensorFlow.js, plain JavaScript',
    arrays: 'loops over arrays',
  } as Readonly<Record<string, string>>,
  kernelNames: { matmul: 'matrix products', kernels: 'all kernels', others: 'all others' } as Readonly<
    Record<string, string>
  >,
  variantUse: (kernel: string, classes: readonly string[]) =>
    classes.length === 0 ? kernel : `${kernel} ${classes.join(', ')}`,
  variantClasses:
    'T: that side of the product is transposed, N: it is not. Thin, small, large: how much there is to multiply.',
  copy: 'Copy diagnostics',
  copied: 'Copied',
  adapter: 'Adapter',
  features: 'Half precision',
  yes: 'yes',
  no: 'no, 32-bit everywhere',
  useWasm: 'Use WebAssembly',
  verdicts: {
    webgpu: ['The GPU is used.', 'All kernels run in WebGPU.'],
    software_adapter: [
      'WebGPU here is emulated on the processor.',
      'It works, but WebAssembly is faster without a real GPU, so that is used. Settings can force WebGPU.',
    ],
    insecure_context: [
      'WebGPU is hidden on this address.',
      'Browsers offer it only over https or on localhost; plain http on a local network does not count. Open the page over https. Until then it runs on WebAssembly.',
    ],
    no_gpu_api: [
      'This browser has no WebGPU.',
      'Chrome and Edge have it from version 113, Safari from 26, Firefox from 141 on Windows. Until then the page runs on WebAssembly, more slowly.',
    ],
    no_adapter: [
      'The browser found no usable GPU.',
      'It may be blocked, switched off, or asleep: see the browser’s GPU page (chrome://gpu), and on Linux whether Vulkan is enabled. The page runs on WebAssembly, more slowly.',
    ],
    limit_too_small: ['The GPU’s limits are too small for this model.', 'The page runs on WebAssembly.'],
    device_refused: [
      'The GPU refused to open.',
      'Closing other tabs that use it may help. The page runs on WebAssembly.',
    ],
  } satisfies Record<Diagnosis['verdict'], readonly [what: string, remedy: string]>,
};
