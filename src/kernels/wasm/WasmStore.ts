import { KernelError, type ParameterStore } from '../plan/executor.ts';
import type { FlatName, ParameterLayout } from '../plan/types.ts';
import type { WasmMemory } from './WasmMemory.ts';

const TRAINED: readonly FlatName[] = ['parameters', 'gradients', 'exp_avg', 'exp_avg_sq'];

/** One set of weights as flat ranges of our memory, zeros at first. */
export class WasmStore implements ParameterStore {
  readonly layout: ParameterLayout;
  readonly trainable: boolean;
  readonly memory: WasmMemory;
  readonly #offsets = new Map<FlatName, number>();

  /** @throws KernelError OUT_OF_MEMORY */
  constructor(memory: WasmMemory, layout: ParameterLayout, options: { trainable: boolean }) {
    this.memory = memory;
    this.layout = layout;
    this.trainable = options.trainable;
    try {
      for (const which of options.trainable ? TRAINED : (['parameters'] as const)) {
        this.#offsets.set(which, memory.allocateZeros(layout.length * 4));
      }
    } catch (cause) {
      this.dispose();
      throw cause;
    }
  }

  upload(which: FlatName, data: Float32Array): void {
    const { length } = this.layout;
    if (data.length !== length) {
      throw new KernelError('PLAN_INVALID', { flat: which, elements: data.length, expected: length });
    }
    this.memory.floats(this.offset(which), length).set(data);
  }

  async download(which: FlatName): Promise<Float32Array> {
    return this.memory.floats(this.offset(which), this.layout.length).slice();
  }

  /** In bytes. @throws KernelError PLAN_INVALID when a frozen or disposed store is asked */
  offset(which: FlatName): number {
    const offset = this.#offsets.get(which);
    if (offset === undefined) {
      throw new KernelError('PLAN_INVALID', { flat: which, reason: 'the store does not hold this buffer' });
    }
    return offset;
  }

  dispose(): void {
    for (const offset of this.#offsets.values()) this.memory.free(offset);
    this.#offsets.clear();
  }
}
