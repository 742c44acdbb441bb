import { describe, expect, it } from 'vitest';
import { hasDataSection } from './hasDataSection.ts';
import { compileKernels } from './wasmKernels.ts';

describe('the WASM kernels', () => {
  it.each(['simd', 'relaxed'] as const)('%s: no data, and nothing but a memory from outside', async (build) => {
    const binary = await compileKernels(build);
    expect(hasDataSection(binary)).toBe(false);
    // Node 20 does not know the relaxed instructions.
    if (!WebAssembly.validate(binary)) expect(build).toBe('relaxed');
    else {
      const module = new WebAssembly.Module(binary);
      expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
      expect(WebAssembly.Module.exports(module).map(({ kind }) => kind)).not.toContain('memory');
    }
    if (build === 'relaxed') expect(binary).not.toEqual(await compileKernels('simd'));
  });
});

describe('a data section', () => {
  const preamble = [0, 97, 115, 109, 1, 0, 0, 0];
  const memory = [5, 3, 1, 0, 1];
  // One passive segment of one byte; a custom section of 200 bytes comes first, whose length takes two bytes.
  const custom = [0, 200, 1, 1, 65, ...new Array(198).fill(11)];
  const data = [11, 4, 1, 1, 1, 7];

  it('is found behind other sections, and bytes like its number are no section', () => {
    const without = new Uint8Array([...preamble, ...custom, ...memory]);
    const withData = new Uint8Array([...preamble, ...custom, ...memory, ...data]);
    expect([WebAssembly.validate(without), hasDataSection(without)]).toEqual([true, false]);
    expect([WebAssembly.validate(withData), hasDataSection(withData)]).toEqual([true, true]);
  });
});
