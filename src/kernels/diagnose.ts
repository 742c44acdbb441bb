import type { Diagnosis } from './plan/executor.ts';
import { isSoftwareAdapter } from './webgpu/softwareAdapter.ts';

/** What the kernels cannot do without; every adapter outside WebGPU's compatibility mode has it. */
const NEEDED_LIMITS = {
  maxStorageBuffersPerShaderStage: 8,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16384,
  maxStorageBufferBindingSize: 128 * 1024 * 1024,
} as const satisfies Partial<Record<keyof GPUSupportedLimits, number>>;

/** A function of the `v128.const`, `i8x16.popcnt` family: valid only where SIMD is. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Looks for WebGPU and WebAssembly without opening either. Never throws. */
export async function diagnose(): Promise<Diagnosis> {
  const { diagnosis } = await inspect();
  return diagnosis;
}

/** As `diagnose`, with the adapter to open (which serves one device only). */
export async function inspect(): Promise<{ diagnosis: Diagnosis; adapter: GPUAdapter | null }> {
  const secureContext = globalThis.isSecureContext ?? true;
  const gpu = typeof navigator === 'undefined' ? undefined : navigator.gpu;
  const common = { secureContext, gpuApi: gpu !== undefined, wasm: inspectWasm() };
  const nothing = { ...common, adapter: null, softwareAdapter: false, features: [], limits: {} };
  if (!gpu) {
    const verdict = secureContext ? 'no_gpu_api' : 'insecure_context';
    return { diagnosis: { ...nothing, verdict, detail: '' }, adapter: null };
  }
  let adapter: GPUAdapter | null = null;
  let detail = '';
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    detail = cause instanceof Error ? cause.message : String(cause);
  }
  if (!adapter) return { diagnosis: { ...nothing, verdict: 'no_adapter', detail }, adapter };
  const { vendor, architecture, device, description } = adapter.info;
  const softwareAdapter = isSoftwareAdapter(adapter.info);
  const limits = readLimits(adapter.limits);
  const short = Object.entries(NEEDED_LIMITS).filter(([name, needed]) => (limits[name] ?? 0) < needed);
  const verdict = short.length > 0 ? 'limit_too_small' : softwareAdapter ? 'software_adapter' : 'webgpu';
  detail = short.map(([name, needed]) => `${name} ${limits[name] ?? 0} < ${needed}`).join(', ');
  return {
    diagnosis: {
      ...common,
      adapter: { vendor, architecture, device, description },
      softwareAdapter,
      features: [...adapter.features].sort(),
      limits,
      verdict,
      detail,
    },
    adapter,
  };
}

/** Limits are getters on the prototype: spreading gives nothing. */
function readLimits(limits: GPUSupportedLimits): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const name in limits) {
    const value: unknown = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}

function inspectWasm(): { available: boolean; simd: boolean } {
  const available = typeof WebAssembly === 'object';
  return { available, simd: available && WebAssembly.validate(SIMD_MODULE) };
}
