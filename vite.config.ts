import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleContents } from './tools/site/bundleContents.ts';
import { contentSecurityPolicy } from './tools/site/contentSecurityPolicy.ts';
import { tensorflowParts } from './tools/site/tensorflowParts.ts';
import { wasmAssets, withoutThreadedWasm } from './tools/site/wasmAssets.ts';
import { wasmKernels } from './tools/site/wasmKernels.ts';
import { woff2Only } from './tools/site/woff2Only.ts';

const root = import.meta.dirname;
const contents = bundleContents(root, `${root}/.cache/bundle.json`);

export default defineConfig({
  root,
  // Every address in the build is relative to the page: it works from any folder of any static host.
  base: './',
  cacheDir: '.cache/vite',
  plugins: [react(), woff2Only(), wasmAssets(), wasmKernels(), contentSecurityPolicy(), contents.forPage()],
  // In dev the worker's dependencies are found late, and TF.js must not come in two copies: its parts register themselves.
  optimizeDeps: { include: tensorflowParts },
  worker: {
    format: 'es',
    plugins: () => [withoutThreadedWasm(), contents.forWorkers()],
  },
  build: {
    target: 'esnext',
    // A data: address would break the policy, and a font in a style sheet could not be loaded late.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
