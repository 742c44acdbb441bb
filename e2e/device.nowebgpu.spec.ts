import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('without WebGPU a card says why and what to do, and training runs on WebAssembly', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  const card = page.locator('[data-verdict]');
  await expect(card).toHaveAttribute('data-verdict', /^(no_adapter|no_gpu_api)$/);
  await expect(card).toContainText('Runs on WebAssembly');
  await expect(card).toContainText(/chrome:\/\/gpu|Chrome and Edge/);
  await card.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toHaveProperty('diagnosis.verdict');
  await playground.runToEnd();
  await expect(playground.shown('live')).toContainText('WebAssembly');
  expect(await playground.tableOf('rewards/margins')).toHaveLength(12);
});

test('preflight shows memory, time and download before anything is trained', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.getByRole('button', { name: 'Check memory and time' }).click();
  await playground.expectState(/Prepared/);
  const panel = page.getByRole('region', { name: 'Before you run' });
  await expect(panel).toContainText(/Memory.*MB/s);
  await expect(panel).toContainText(/Time.*ms a step/s);
  await expect(panel).toContainText(/Download.*kB|MB/s);
  expect(await playground.currentStep()).toBe(0);
});
