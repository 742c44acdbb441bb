import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { findBrowser } from '../../browser/findBrowser.mjs';
import { plainFlags } from '../../browser/flags.mjs';
import { siteServer } from '../../site/serve.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const dist = join(root, 'dist');

/** The built site and a browser without WebGPU to look at it with: training runs on WASM. */
export interface OpenSite {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** @param build build anew even where a build is there: by default, so that what is measured is what the sources say */
export async function openSite(build: boolean): Promise<OpenSite> {
  if (build || !existsSync(join(dist, 'index.html'))) {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 2, 2], // stdout is for the numbers
    });
    if (built.status !== 0) throw new Error('the site could not be built');
  }
  const server = siteServer({ root: dist });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--headless=new', ...plainFlags],
    ignoreDefaultArgs: ['--headless'],
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    browser,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
