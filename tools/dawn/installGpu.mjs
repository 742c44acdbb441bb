// Puts Dawn where a browser has WebGPU.
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const gpu = create([]);
if (typeof navigator === 'undefined') Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });

// `WITHOUT_FEATURES=subgroups,shader-f16`: as if the adapter had none of these.
const without = (process.env.WITHOUT_FEATURES ?? '').split(',');
const requestAdapter = gpu.requestAdapter.bind(gpu);
gpu.requestAdapter = async (options) => {
  const adapter = await requestAdapter(options);
  const features = new Set([...(adapter?.features ?? [])].filter((feature) => !without.includes(feature)));
  return adapter && Object.defineProperty(adapter, 'features', { value: features });
};
