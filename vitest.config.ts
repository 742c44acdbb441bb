import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findBrowser } from './tools/browser/findBrowser.mjs';
import { plainFlags, webgpuFlags } from './tools/browser/flags.mjs';
import { wasmAssets } from './tools/site/wasmAssets.ts';

const browserTests = '**/*.browser.test.{ts,tsx}';
const noWebgpuTests = '**/*.nowebgpu.test.{ts,tsx}';

/** A run in a real Chromium, one file at a time: the machine has one emulated GPU and few cores. */
function inBrowser(name: string, include: string, args: readonly string[]): TestProjectInlineConfiguration {
  return {
    extends: true,
    plugins: [wasmAssets()],
    // Each project needs its own folder of pre-bundled dependencies: they are made while the tests start.
    cacheDir: `.cache/vitest/${name}`,
    server: { fs: { allow: ['.', '../shared'] } },
    optimizeDeps: {
      // TF.js's parts register themselves in tfjs-core, so all of them must be bundled against one copy of it: one
      // that Vite found only in the middle of a test would bring a second.
      include: [
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-core/dist/register_all_gradients',
        '@tensorflow/tfjs-backend-cpu',
        '@tensorflow/tfjs-backend-wasm',
        '@tensorflow/tfjs-backend-webgpu',
        '@huggingface/tokenizers',
        'fast-check',
        'idb',
        'katex',
        'react',
        'react-dom',
        'react-dom/client',
        'react/jsx-dev-runtime',
        'recharts',
        'zod/mini',
        'zustand',
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
          // TF.js's gradients lie in a file that imports folders, which Node cannot: Vite resolves it.
          server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/] } },
        },
      },
      inBrowser('webgpu', browserTests, webgpuFlags),
      inBrowser('no-webgpu', noWebgpuTests, plainFlags),
    ],
  },
});
