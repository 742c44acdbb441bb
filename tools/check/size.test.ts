import { expect, test } from 'vitest';
import type { BundledChunk } from '../site/bundleContents.ts';
import { eagerStrangersIn, strangersIn, withImports } from './size.mjs';

function chunk(file: string, room: BundledChunk['room'], more: Partial<BundledChunk>): BundledChunk {
  return { file, room, isEntry: false, imports: [], dynamicImports: [], css: [], packages: [], sources: [], ...more };
}

test('finds what has no business in a bundle', () => {
  const honest = [
    chunk('page.js', 'page', { packages: ['react', 'react-dom'], sources: ['src/ui/main.tsx', 'src/engine/index.ts'] }),
    chunk('worker.js', 'worker', { packages: ['@tensorflow/tfjs-core'], sources: ['src/kernels/index.ts'] }),
  ];
  expect(strangersIn(honest)).toEqual([]);
  const mixed = [
    chunk('page.js', 'page', { packages: ['@tensorflow/tfjs-core'], sources: ['src/kernels/matmul/matmul.ts'] }),
    chunk('worker.js', 'worker', { packages: ['react', 'scheduler'], sources: ['src/ui/App.tsx'] }),
  ];
  expect(strangersIn(mixed)).toEqual([
    'page.js (page) holds @tensorflow/tfjs-core',
    'page.js (page) holds src/kernels/matmul/matmul.ts',
    'worker.js (worker) holds react',
    'worker.js (worker) holds src/ui/App.tsx',
  ]);
});

test('weighs an entry with all that it cannot start without, and not with what it loads later', () => {
  const chunks = [
    chunk('a.js', 'page', { isEntry: true, imports: ['b.js'], dynamicImports: ['d.js'] }),
    chunk('b.js', 'page', { imports: ['c.js', 'a.js'] }),
    chunk('c.js', 'page', {}),
    chunk('d.js', 'page', { imports: ['c.js'] }),
  ];
  expect(withImports(chunks, chunks[0]!).map(({ file }) => file)).toEqual(['a.js', 'b.js', 'c.js']);
});

test('keeps charts and formulas out of the first paint', () => {
  const shell = chunk('a.js', 'page', { isEntry: true, packages: ['react'] });
  expect(eagerStrangersIn([shell])).toEqual([]);
  const offences = eagerStrangersIn([
    shell,
    chunk('b.js', 'page', { packages: ['katex', 'recharts', 'recharts-scale'] }),
  ]);
  expect(offences.map((line) => line.replace(/:.*/, ''))).toEqual([
    'b.js is needed for the first paint and holds katex',
    'b.js is needed for the first paint and holds recharts',
  ]);
});
