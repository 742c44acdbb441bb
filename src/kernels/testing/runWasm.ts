import { elementCount } from '../plan/layoutParameters.ts';
import type { Value } from '../plan/types.ts';
import { CONTRACTS } from '../plan/validatePlan.ts';
import type { HostArray } from '../tensors/HostKernel.ts';
import type { WasmFunctions } from '../wasm/WasmKernel.ts';
import { WasmMemory } from '../wasm/WasmMemory.ts';
import { WASM_KERNELS } from '../wasm/wasmKernels.ts';
import { type KernelRun, launchOf } from './kernelRuns.ts';

/** Floats after each block that no kernel may touch. */
const GUARD = 16;
const UNTOUCHED = -12345.5;

export type RunWasm = (run: KernelRun) => HostArray[];

/** Runs a kernel of this binary in a memory of its own, full of NaN where it owes a value, with guards behind every block. */
export async function openWasmRuns(binary: BufferSource): Promise<RunWasm> {
  const module = await WebAssembly.compile(binary);
  return (run) => {
    const launch = launchOf(run);
    const kernel = WASM_KERNELS[run.kernel];
    if (!kernel) throw new Error(`${run.kernel} has no WASM kernel`);
    const memory = new WasmMemory();
    const instance = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
    const guards: number[] = [];
    const allocate = (count: number): number => {
      const offset = memory.allocate(4 * (count + GUARD));
      memory.floats(offset, count).fill(Number.NaN);
      memory.floats(offset + 4 * count, GUARD).fill(UNTOUCHED);
      guards.push(offset + 4 * count);
      return offset;
    };
    const offsets = new Map<Value, number>();
    const viewOf = (value: Value): HostArray => {
      const [offset, count] = [offsets.get(value) as number, elementCount(value.shape)];
      return value.dataType === 'int32' ? memory.integers(offset, count) : memory.floats(offset, count);
    };
    launch.inputs.forEach((value, index) => {
      offsets.set(value, allocate(elementCount(value.shape)));
      viewOf(value).set(run.inputs[index]!.data);
    });
    launch.outputs.forEach((value, index) => {
      if (CONTRACTS[run.kernel].inPlace?.[index] !== undefined) return;
      offsets.set(value, allocate(elementCount(value.shape)));
      const previous = run.previous?.[index];
      if (previous) viewOf(value).set(previous);
    });
    const scratch = allocate(Math.ceil((kernel.scratchBytes?.(launch) ?? 0) / 4));
    const at = (value: Value | undefined): number => (value ? (offsets.get(value) as number) : 0);
    kernel.bind(launch, { exports: instance.exports as unknown as WasmFunctions, at, scratch })();
    for (const guard of guards) {
      if (memory.floats(guard, GUARD).some((float) => float !== UNTOUCHED)) {
        throw new Error(`${run.kernel} wrote beyond the end of a block`);
      }
    }
    return launch.outputs.map((value) => viewOf(value).slice());
  };
}
