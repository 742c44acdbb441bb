import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The kernels' browser tests in Node, on Dawn. See README.md beside this file. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vitest/dawn',
  test: {
    name: 'dawn',
    environment: 'node',
    include: ['src/kernels/**/*.browser.test.ts'],
    setupFiles: [fileURLToPath(new URL('./installGpu.mjs', import.meta.url))],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
