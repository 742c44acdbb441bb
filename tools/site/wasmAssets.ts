import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
const sourceFolder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');

/** Where the binaries lie below the page, in the build and in dev alike. */
const wasmFolder = 'assets/tfjs/';

/** Single-threaded only: the threaded binary needs cross-origin isolation and a blob worker, and the page has neither. */
const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

/**
 * Ships TF.js's WASM binaries with the page under their own names: TF.js builds the names itself from a prefix, which
 * `new URL('assets/tfjs/', document.baseURI).href` gives on any sub-path.
 */
export function wasmAssets(): Plugin {
  return {
    name: 'wasm-assets',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const file = wasmFiles.find((name) => path.endsWith(`/${wasmFolder}${name}`));
        if (file === undefined) return next();
        response.setHeader('Content-Type', 'application/wasm');
        createReadStream(join(sourceFolder, file)).pipe(response);
      });
    },
    generateBundle() {
      for (const file of wasmFiles) {
        this.emitFile({ type: 'asset', fileName: wasmFolder + file, source: readFileSync(join(sourceFolder, file)) });
      }
    },
  };
}

/** Leaves the glue of the threaded WASM variant out of a bundle that can never reach it (belongs into the worker's). */
export function withoutThreadedWasm(): Plugin {
  return {
    name: 'without-threaded-wasm',
    enforce: 'pre',
    load(id) {
      if (!/wasm-out\/tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/.test(id)) return null;
      // One stands for both: a module factory as default, and the text of a worker.
      return `export default function () { throw new Error('The threaded WASM backend is not part of this build'); }
export const wasmWorkerContents = '';`;
    },
  };
}
