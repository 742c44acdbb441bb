import type { Value } from '../plan/types.ts';
import { CONTRACTS } from '../plan/validatePlan.ts';
import { instantiateKernels } from '../wasm/instantiateKernels.ts';
import type { KernelBuild, LoadKernels } from '../wasm/loadKernels.ts';
import { WasmMemory } from '../wasm/WasmMemory.ts';
import { WASM_KERNELS } from '../wasm/wasmKernels.ts';
import { type KernelRun, launchOf } from './kernelRuns.ts';

/** Around every operand: what a kernel writes beside its outputs is seen. */
const MARGIN_BYTES = 128;
const MARK = 0x5a5a5a5a;

export type RunWasm = (run: KernelRun) => Float32Array[];

/**
 * A function that runs the WASM kernel of a run like `runHost`. Outputs and scratch hold NaN before (a gradient what it held), and it throws when
 * the kernel writes outside of them or changes an input.
 */
export async function openWasmRuns(loadKernels: LoadKernels, build: KernelBuild): Promise<RunWasm> {
  const memory = new WasmMemory();
  const exports = await instantiateKernels(build, loadKernels, memory);
  return (run) => {
    const kernel = WASM_KERNELS[run.kernel];
    if (!kernel) throw new Error(`${run.kernel} has no WASM kernel`);
    const launch = launchOf(run);
    const blocks = new Map<string, { offset: number; bytes: number }>();
    const place = (what: string, bytes: number): number => {
      const whole = memory.allocate(bytes + 2 * MARGIN_BYTES);
      memory.integers(whole, Math.ceil(bytes / 4) + (2 * MARGIN_BYTES) / 4).fill(MARK);
      blocks.set(what, { offset: whole, bytes });
      return whole + MARGIN_BYTES;
    };
    const offsets = new Map<Value, number>();
    launch.inputs.forEach((value, index) => {
      const { data } = run.inputs[index]!;
      const offset = place(`input ${index}`, data.byteLength);
      new Uint8Array(memory.memory.buffer, offset, data.byteLength).set(
        new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      );
      offsets.set(value, offset);
    });
    launch.outputs.forEach((value, index) => {
      if (offsets.has(value)) return;
      const length = value.shape.reduce((product, size) => product * size, 1);
      const offset = place(`output ${index}`, 4 * length);
      const before = run.previous?.[index];
      if (before) memory.floats(offset, length).set(before);
      else memory.floats(offset, length).fill(Number.NaN);
      offsets.set(value, offset);
    });
    const scratchBytes = kernel.scratchBytes?.(launch) ?? 0;
    const scratch = place('scratch', scratchBytes);
    memory.floats(scratch, Math.floor(scratchBytes / 4)).fill(Number.NaN);
    kernel.bind(launch, { exports, at: (value) => (value ? offsets.get(value)! : 0), scratch })();

    const results = launch.outputs.map((value) => {
      const length = value.shape.reduce((product, size) => product * size, 1);
      const offset = offsets.get(value)!;
      return value.dataType === 'int32'
        ? Float32Array.from(memory.integers(offset, length))
        : memory.floats(offset, length).slice();
    });
    const overwritten = new Set(Object.values(CONTRACTS[run.kernel].inPlace ?? {}));
    launch.inputs.forEach((value, index) => {
      if (overwritten.has(index)) return;
      const { data } = run.inputs[index]!;
      const now = new Uint8Array(memory.memory.buffer, offsets.get(value)!, data.byteLength);
      const before = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      if (now.some((byte, at) => byte !== before[at])) throw new Error(`${run.kernel} changed input ${index}`);
    });
    for (const [what, { offset, bytes }] of blocks) {
      const margin = MARGIN_BYTES / 4;
      const marks = [
        ...memory.integers(offset, margin),
        ...memory.integers(offset + MARGIN_BYTES + 4 * Math.ceil(bytes / 4), margin),
      ];
      if (marks.some((mark) => mark !== MARK)) throw new Error(`${run.kernel} wrote beside ${what}`);
      memory.free(offset);
    }
    return results;
  };
}
