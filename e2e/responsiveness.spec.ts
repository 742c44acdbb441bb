import { fileURLToPath } from 'node:url';
import { mainThreadTasks, TRACE_CATEGORIES } from '../tools/bench/page/mainThreadTasks.ts';
import { refreshes } from '../tools/bench/page/refreshes.ts';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

/**
 * The page's own work must never be felt: charts take turns, one a task. What a task and a refresh take is measured by
 * `npm run bench -- --page` against its budgets.
 */
test('charts take turns while a run draws, one a task', async ({ page, browser }) => {
  test.setTimeout(240_000);
  await page.addInitScript({ path: fileURLToPath(new URL('../tools/bench/page/probe.mjs', import.meta.url)) });
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  await playground.play.click();
  await playground.expectStepAtLeast(3);
  await page.waitForTimeout(2000);
  await page.evaluate(() => Object.assign(window.pageProbe, { markCharts: true }));
  await browser.startTracing(page, { categories: TRACE_CATEGORIES });
  await page.waitForTimeout(8000);
  const tasks = mainThreadTasks(await browser.stopTracing());
  await playground.pause.click();

  const seen = refreshes(tasks);
  expect(seen.length, 'refreshes of the charts').toBeGreaterThan(3);
  expect(Math.max(...seen.map(({ charts }) => charts)), 'charts in a refresh').toBeGreaterThan(1);
  expect(Math.max(...seen.map(({ mostChartsInOneTask }) => mostChartsInOneTask)), 'charts in a task').toBe(1);
});

test('nothing jumps while the page loads', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('.recharts-line-curve').first()).toBeVisible();
  await page.waitForTimeout(3000);
  const total = await page.evaluate(() =>
    (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
  );
  expect(total, 'cumulative layout shift').toBeLessThan(0.1);
});
