import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { OpenSite } from './openSite.ts';

/** What `probe.mjs` leaves in the page. */
export interface PageProbe {
  readonly longTasksMs: number[];
  readonly longFramesMs: number[];
  readonly latenessMs: number[];
  watchLateness: boolean;
  markCharts: boolean;
  readonly playAtMs: number | null;
  readonly livePointAtMs: number | null;
  readonly stepPointAtMs: number | null;
  readonly curveMovedAtMs: number | null;
}

declare global {
  interface Window {
    pageProbe: PageProbe;
  }
}

/** A fresh page, with nothing kept from other visits, that carries the probe. */
export async function openPage(
  site: OpenSite,
  fragment: string,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await site.browser.newContext({ viewport });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  await page.addInitScript({ path: fileURLToPath(new URL('probe.mjs', import.meta.url)) });
  await page.goto(`${site.url}${fragment === '' ? '' : `#${fragment}`}`);
  await page.locator('.play-button').waitFor();
  return page;
}

export function readProbe(page: Page): Promise<PageProbe> {
  return page.evaluate(() => window.pageProbe);
}
