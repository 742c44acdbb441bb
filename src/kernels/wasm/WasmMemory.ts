import { KernelError } from '../plan/executor.ts';

const PAGE_BYTES = 65536;
/** Offsets are multiples of this: a vector. */
const ALIGNMENT = 16;
/** Nothing lies at offset 0, which kernels take for "absent". */
const FIRST_OFFSET = 64;

interface Block {
  offset: number;
  bytes: number;
}

/**
 * One WebAssembly memory, handed out in blocks: first fit, freed blocks join their neighbours. It grows and never shrinks. Offsets
 * stay as they are for ever; views do not (growth detaches them), so take one anew for each use.
 */
export class WasmMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  /** By offset; no two touch. */
  readonly #free: Block[] = [{ offset: FIRST_OFFSET, bytes: PAGE_BYTES - FIRST_OFFSET }];
  readonly #used = new Map<number, number>();
  #usedBytes = 0;

  get allocations(): { readonly count: number; readonly bytes: number } {
    return { count: this.#used.size, bytes: this.#usedBytes };
  }

  /** The offset of `bytes` bytes, which hold anything. @throws KernelError OUT_OF_MEMORY */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let index = this.#free.findIndex((block) => block.bytes >= size);
    if (index < 0) {
      this.#grow(size);
      index = this.#free.length - 1;
    }
    const block = this.#free[index] as Block;
    const { offset } = block;
    block.offset += size;
    block.bytes -= size;
    if (block.bytes === 0) this.#free.splice(index, 1);
    this.#used.set(offset, size);
    this.#usedBytes += size;
    return offset;
  }

  /** As `allocate`, holding zeros. */
  allocateZeros(bytes: number): number {
    const offset = this.allocate(bytes);
    new Uint8Array(this.memory.buffer, offset, bytes).fill(0);
    return offset;
  }

  free(offset: number): void {
    const bytes = this.#used.get(offset);
    if (bytes === undefined) throw new RangeError(`nothing is allocated at ${offset}`);
    this.#used.delete(offset);
    this.#usedBytes -= bytes;
    this.#addFree({ offset, bytes });
  }

  floats(offset: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer as ArrayBuffer, offset, length);
  }

  integers(offset: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer as ArrayBuffer, offset, length);
  }

  /** Makes the last free block at least `bytes` long. */
  #grow(bytes: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const atEnd = last && last.offset + last.bytes === end ? last.bytes : 0;
    const pages = Math.ceil((bytes - atEnd) / PAGE_BYTES);
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new KernelError('OUT_OF_MEMORY', { bytes, allocatedBytes: this.#usedBytes, memoryBytes: end }, cause);
    }
    this.#addFree({ offset: end, bytes: pages * PAGE_BYTES });
  }

  #addFree(block: Block): void {
    const found = this.#free.findIndex(({ offset }) => offset > block.offset);
    const index = found < 0 ? this.#free.length : found;
    this.#free.splice(index, 0, block);
    this.#joinNext(index);
    if (index > 0) this.#joinNext(index - 1);
  }

  #joinNext(index: number): void {
    const block = this.#free[index] as Block;
    const next = this.#free[index + 1];
    if (!next || block.offset + block.bytes !== next.offset) return;
    block.bytes += next.bytes;
    this.#free.splice(index + 1, 1);
  }
}
