import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

/** The page's own work must never be felt: no task over 50 ms once loaded, and a refresh of all plots within 80 ms. */
const LONG_TASK_MS = 50;
const REFRESH_MS = 80;

test('the page stays responsive while a run draws', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  await playground.play.click();
  await playground.expectStepAtLeast(3);
  await page.waitForTimeout(2000);
  const tasks = await page.evaluate(
    (milliseconds) =>
      new Promise<number[]>((resolve) => {
        const durations: number[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) durations.push(entry.duration);
        });
        observer.observe({ type: 'longtask' });
        setTimeout(() => {
          observer.disconnect();
          resolve(durations);
        }, milliseconds);
      }),
    8000,
  );
  await playground.pause.click();
  // Two cores also carry the engine here: a stray task may be descheduled, a habit may not.
  const long = tasks.filter((duration) => duration > LONG_TASK_MS);
  expect(Math.max(0, ...tasks), `tasks over 50 ms: ${long.map(Math.round).join(', ')}`).toBeLessThan(REFRESH_MS);
  expect(long.length, 'long tasks in eight seconds').toBeLessThanOrEqual(2);
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
