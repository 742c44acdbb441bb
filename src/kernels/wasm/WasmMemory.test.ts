import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KernelError } from '../plan/executor.ts';
import { WasmMemory } from './WasmMemory.ts';

it('hands out aligned blocks that never overlap, whatever order they come back in, and joins what is free', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.constant('free' as const)), { maxLength: 60 }),
      fc.integer({ min: 0, max: 1000 }),
      (orders, seed) => {
        const memory = new WasmMemory();
        const alive: { offset: number; bytes: number }[] = [];
        let turn = seed;
        for (const order of orders) {
          if (order !== 'free') {
            const offset = memory.allocate(order);
            expect(offset % 16).toBe(0);
            expect(offset).toBeGreaterThan(0);
            expect(offset + order).toBeLessThanOrEqual(memory.memory.buffer.byteLength);
            for (const other of alive) {
              expect(offset + order <= other.offset || other.offset + other.bytes <= offset).toBe(true);
            }
            alive.push({ offset, bytes: order });
          } else if (alive.length > 0) {
            const [freed] = alive.splice(turn++ % alive.length, 1);
            memory.free(freed!.offset);
          }
        }
        expect(memory.allocations.count).toBe(alive.length);
        for (const { offset } of alive) memory.free(offset);
        expect(memory.allocations).toEqual({ count: 0, bytes: 0 });
        // All of it is one block again.
        const size = memory.memory.buffer.byteLength;
        memory.allocate(size - 64);
        expect(memory.memory.buffer.byteLength).toBe(size);
      },
    ),
    { numRuns: 100 },
  );
});

it('uses what was freed before it grows', () => {
  const memory = new WasmMemory();
  const first = memory.allocate(40_000);
  memory.allocate(20_000);
  memory.free(first);
  expect(memory.allocate(30_000)).toBe(first);
  expect(memory.memory.buffer.byteLength).toBe(65_536);
});

it('zeros what it is asked to, also where something lay before, and keeps contents while it grows', () => {
  const memory = new WasmMemory();
  const kept = memory.allocateZeros(16);
  memory.floats(kept, 4).set([1, 2, 3, 4]);
  const dirty = memory.allocate(400);
  memory.floats(dirty, 100).fill(7);
  memory.free(dirty);
  const clean = memory.allocateZeros(400);
  expect(clean).toBe(dirty);
  expect(memory.floats(clean, 100).every((value) => value === 0)).toBe(true);
  memory.allocate(1_000_000);
  expect([...memory.floats(kept, 4)]).toEqual([1, 2, 3, 4]);
});

it('says when there is no more, stays usable, and refuses to free what is not its own', () => {
  const memory = new WasmMemory();
  try {
    memory.allocate(5e9);
    expect.unreachable();
  } catch (cause) {
    expect((cause as KernelError).code).toBe('OUT_OF_MEMORY');
  }
  const offset = memory.allocate(16);
  memory.free(offset);
  expect(() => memory.free(offset)).toThrow(RangeError);
  expect(() => memory.free(12)).toThrow(RangeError);
});
