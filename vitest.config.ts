import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findBrowser } from './tools/browser/findBrowser.mjs';
import { plainFlags, webgpuFlags } from './tools/browser/flags.mjs';
import { tensorflowParts } from './tools/site/tensorflowParts.ts';
import { wasmAssets } from './tools/site/wasmAssets.ts';
import { wasmKernels } from './tools/site/wasmKernels.ts';

const browserTests = '**/*.browser.test.{ts,tsx}';
const noWebgpuTests = '**/*.nowebgpu.test.{ts,tsx}';

/** A run in a real Chromium, one file at a time: the machine has one emulated GPU and few cores. */
function inBrowser(name: string, include: string, args: readonly string[]): TestProjectInlineConfiguration {
  return {
    extends: true,
    plugins: [wasmAssets(), wasmKernels()],
    // Each project needs its own folder of pre-bundled dependencies: they are made while the tests start.
    cacheDir: `.cache/vitest/${name}`,
    server: { fs: { allow: ['.', '../shared'] } },
    optimizeDeps: {
      // All that the browser tests use: a dependency found only in the middle of a test reloads the page.
      include: [
        ...tensorflowParts,
        '@huggingface/tokenizers',
        'fast-check',
        'fflate',
        'idb',
        'katex',
        'react',
        'react-dom',
        'react-dom/client',
        'react/jsx-dev-runtime',
        'recharts',
        'zod/mini',
        'zustand',
        'zustand/vanilla',
      ],
    },
    test: {
      name,
      include: [include],
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            // Looking for a browser may mean installing one: not before one is started.
            get executablePath() {
              return findBrowser();
            },
            args: [...args],
          },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  cacheDir: '.cache/vitest/node',
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', browserTests, noWebgpuTests],
          testTimeout: 30_000,
          // The first that needs the WASM kernels compiles them.
          hookTimeout: 60_000,
          // TF.js's gradients lie in a file that imports folders, which Node cannot: Vite resolves it.
          server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/] } },
        },
      },
      inBrowser('webgpu', browserTests, webgpuFlags),
      inBrowser('no-webgpu', noWebgpuTests, plainFlags),
    ],
  },
});
