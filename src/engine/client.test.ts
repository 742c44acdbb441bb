import { expect, it } from 'vitest';
import { movedWith } from './client.ts';

it('moves a file’s bytes to the worker, and nothing that the page may still need', () => {
  const whole = Uint8Array.of(1, 2, 3);
  const moved = movedWith({ type: 'import', name: 'a', content: whole });
  expect(moved).toEqual([whole.buffer]);
  const command = { type: 'import', name: 'a', content: whole } as const;
  const arrived = structuredClone(command, { transfer: moved });
  expect([...arrived.content]).toEqual([1, 2, 3]);
  expect(whole.byteLength).toBe(0);

  const part = new Uint8Array(new ArrayBuffer(8), 2, 3);
  expect(movedWith({ type: 'import', name: 'a', content: part })).toEqual([]);
  expect(movedWith({ type: 'import', name: 'a', content: 'prompt' })).toEqual([]);
  expect(movedWith({ type: 'reread', shape: 'pairs' })).toEqual([]);
});
