import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import type { EngineCommand, EngineEvent } from '../../src/engine/index.ts';
import { findBrowser } from '../browser/findBrowser.mjs';
import { plainFlags, webgpuFlags } from '../browser/flags.mjs';
import { wasmAssets } from '../site/wasmAssets.ts';
import { wasmKernels } from '../site/wasmKernels.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** An engine in a headless real browser. */
export interface HeadlessEngine {
  send(command: EngineCommand): Promise<void>;
  /** Calls `listener` with every event from now on; returns the unsubscribe function. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  readonly browserVersion: string;
  close(): Promise<void>;
}

/**
 * Builds the engine, serves it on this machine and opens it in a headless Chromium.
 *
 * @param webgpu start the browser with its software WebGPU device, for machines without a GPU
 */
export async function openHeadlessEngine(webgpu: boolean): Promise<HeadlessEngine> {
  const outDir = join(root, `.cache/headless/${process.pid}`); // Runs may go side by side.
  const shared = {
    root: join(root, 'tools/headless'),
    configFile: false,
    logLevel: 'error',
    publicDir: join(root, 'public'),
  } as const;
  await build({
    ...shared,
    base: './',
    plugins: [wasmAssets(), wasmKernels()],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      rolldownOptions: { input: join(root, 'tools/headless/headless.html') },
    },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the headless page could not be served');

  const browser = await chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: ['--headless=new', ...(webgpu ? webgpuFlags : plainFlags)],
    ignoreDefaultArgs: ['--headless'],
  });
  const listeners = new Set<(event: EngineEvent) => void>();
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`page: ${message.text()}\n`);
  });
  await page.exposeFunction('reportEvent', (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  });
  await page.goto(new URL('headless.html', address).href);
  await page.waitForFunction(() => typeof window.sendCommand === 'function');
  return {
    browserVersion: browser.version(),
    async send(command) {
      await page.evaluate((sent) => window.sendCommand(sent), command);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
