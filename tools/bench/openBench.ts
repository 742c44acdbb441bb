import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { build, type Plugin, type PreviewServer, preview } from 'vite';
import { findBrowser } from '../browser/findBrowser.mjs';
import { webgpuFlags } from '../browser/flags.mjs';
import { wasmAssets } from '../site/wasmAssets.ts';
import { wasmKernels } from '../site/wasmKernels.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** One Chromium, and the same page from two origins: only the second is cross-origin isolated. */
export interface OpenedBench {
  readonly browser: Browser;
  readonly plain: string;
  readonly isolated: string;
  /** The WebGPU adapter that this browser gives a page. */
  describeDevice(): Promise<string>;
  close(): Promise<void>;
}

export async function openBench(): Promise<OpenedBench> {
  installPeers();
  const outDir = join(root, `.cache/bench/${process.pid}`); // Runs may go side by side.
  const shared = { root: here, configFile: false, logLevel: 'error', publicDir: join(root, 'public') } as const;
  await build({
    ...shared,
    base: './',
    plugins: [wasmAssets(), wasmKernels()],
    // nanogpt exports its model alone; its trainer and tensors are files of its dist folder.
    resolve: { alias: { 'nanogpt-dist': join(here, 'node_modules/@genai-fi/nanogpt/dist') } },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      // TF.js hands its threads the text of a function, which must find its names unchanged.
      minify: false,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: join(here, 'benchPage.html') },
    },
  });
  const serve = (headers: Record<string, string>) =>
    preview({
      ...shared,
      plugins: [threadedWasm()],
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0, strictPort: false, headers },
    });
  const servers = [
    await serve({}),
    await serve({ 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }),
  ] as const;
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: ['--headless=new', ...webgpuFlags],
    ignoreDefaultArgs: ['--headless'],
  });
  return {
    browser,
    plain: pageOf(servers[0]),
    isolated: pageOf(servers[1]),
    async describeDevice() {
      const page = await browser.newPage();
      await page.goto(pageOf(servers[0]));
      const device = await page.evaluate(async () => {
        const info = (await navigator.gpu?.requestAdapter())?.info;
        return info === undefined
          ? 'none'
          : [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
      });
      await page.close();
      return device;
    },
    async close() {
      await browser.close();
      await Promise.all(servers.map((server) => server.close()));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

function pageOf(server: PreviewServer): string {
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the benchmark page could not be served');
  return new URL('benchPage.html', address).href;
}

/** Their own lock file, apart from the project's: a peer never becomes a dependency of the page. */
function installPeers(): void {
  if (existsSync(join(here, 'node_modules/.package-lock.json'))) return;
  process.stderr.write('Installing the libraries to compare with (tools/bench)…\n');
  // What npm says goes to stderr: this command's stdout may be somebody's data.
  const npm = spawnSync('npm', ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error('npm ci --prefix tools/bench failed');
}

/** TF.js's binaries under `tfjs-threads/`, the threaded one among them, which the page itself does not ship. */
function threadedWasm(): Plugin {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'dist',
  );
  return {
    name: 'threaded-wasm',
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = /\/tfjs-threads\/(tfjs-backend-wasm[\w-]*\.wasm)$/.exec(request.url ?? '')?.[1];
        if (name === undefined) return next();
        response.setHeader('Content-Type', 'application/wasm');
        response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
        createReadStream(join(folder, name)).pipe(response);
      });
    },
  };
}
