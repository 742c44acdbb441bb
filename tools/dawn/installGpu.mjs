// Puts Dawn where a browser has WebGPU.
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const gpu = create([]);
if (typeof navigator === 'undefined') Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
