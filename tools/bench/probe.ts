/** Counts what a page asks of its GPU, whoever asks: must be loaded before any library looks at the prototypes. */
import type { GpuCounts } from './types.ts';

let dispatches = 0;
let passes = 0;
let submits = 0;
let bindGroups = 0;
let readbacks = 0;
let liveBytes = 0;
let peakBytes = 0;
const sizes = new WeakMap<object, number>();

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Calls `seen` after each call of a method, where the class exists. */
function watch(className: string, method: string, seen: (self: object, result: unknown) => void): void {
  const type = (globalThis as unknown as Record<string, { prototype: Record<string, Method> } | undefined>)[className];
  const original = type?.prototype[method];
  if (type === undefined || original === undefined) return;
  type.prototype[method] = function (this: unknown, ...args: unknown[]) {
    const result = original.apply(this, args);
    seen(this as object, result);
    return result;
  };
}

watch('GPUComputePassEncoder', 'dispatchWorkgroups', () => dispatches++);
watch('GPUComputePassEncoder', 'dispatchWorkgroupsIndirect', () => dispatches++);
watch('GPUCommandEncoder', 'beginComputePass', () => passes++);
watch('GPUQueue', 'submit', () => submits++);
watch('GPUDevice', 'createBindGroup', () => bindGroups++);
watch('GPUBuffer', 'mapAsync', () => readbacks++);
watch('GPUDevice', 'createBuffer', (_, buffer) => {
  const { size } = buffer as GPUBuffer;
  sizes.set(buffer as object, size);
  liveBytes += size;
  peakBytes = Math.max(peakBytes, liveBytes);
});
watch('GPUBuffer', 'destroy', (buffer) => {
  liveBytes -= sizes.get(buffer) ?? 0;
  sizes.delete(buffer);
});

/** Since the page began. */
export function gpuCounts(): GpuCounts {
  return { dispatches, passes, submits, bind_groups: bindGroups, readbacks };
}

export function countsSince(before: GpuCounts): GpuCounts {
  return {
    dispatches: dispatches - before.dispatches,
    passes: passes - before.passes,
    submits: submits - before.submits,
    bind_groups: bindGroups - before.bind_groups,
    readbacks: readbacks - before.readbacks,
  };
}

/** The most buffer bytes that were alive at once. A buffer that is dropped without `destroy` counts as alive. */
export function peakGpuBytes(): number {
  return peakBytes;
}
