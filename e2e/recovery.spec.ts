import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const LONGER = SMALL_RUN.replace('max_steps=12', 'max_steps=160');

test('a lost device is told politely and the run goes on to the same curve', async ({ page }) => {
  test.setTimeout(240_000);
  // A software adapter counts as no GPU unless the person asks for it.
  await page.addInitScript(() =>
    localStorage.setItem('alignment-playground/preferences/1', JSON.stringify({ backend: 'webgpu' })),
  );
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=30'));
  await playground.runToEnd();
  await expect(playground.shown('live')).toContainText('WebGPU');
  const undisturbed = await playground.tableOf('rewards/margins');

  await playground.play.click();
  await playground.expectState(/Training/);
  await playground.expectStepAtLeast(26);
  const [worker] = page.workers();
  // The driver takes the device away: the worker's own test hook, reached as a message of the page.
  await worker?.evaluate(() => dispatchEvent(new MessageEvent('message', { data: { type: 'loseDevice' } })));
  await expect(page.locator('[data-notice=recovered]')).toBeVisible({ timeout: 60_000 });
  await playground.expectState(/Finished/);
  expect(await playground.tableOf('rewards/margins')).toEqual(undisturbed);
});

test('after a reload the page offers to resume, and the run goes on where it was', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(LONGER);
  await playground.play.click();
  await playground.expectStepAtLeast(30);
  await playground.pause.click();
  await playground.expectState(/Paused/);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  const resume = page.getByRole('button', { name: /^Resume at step \d+$/ });
  await expect(resume).toBeVisible();
  const step = Number(/\d+/.exec((await resume.textContent()) ?? '')?.[0]);
  expect(step).toBeGreaterThanOrEqual(25);
  await resume.click();
  await playground.expectStepAtLeast(step + 1);
  await playground.expectState(/Finished/);
  expect((await playground.tableOf('rewards/margins')).length).toBe(160);
});

test('a diverging run stops with the reason and goes on from a rewind at half the learning rate', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(`${LONGER}&learning_rate=0.1&max_grad_norm=0&warmup_steps=0`);
  await playground.play.click();
  await expect(playground.error).toHaveAttribute('data-code', /LOSS_(NOT_FINITE|DIVERGED)/, { timeout: 120_000 });
  await expect(playground.error).toContainText('learning rate');
  await playground.error.getByRole('button', { name: /half the learning rate/ }).click();
  await expect(page.locator('#setting-learning_rate')).toHaveValue('0.05');
  await expect(playground.error).toHaveCount(0);
});

test('training goes on while the tab is hidden', async ({ page, context }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(LONGER.replace(/max_steps=\d+/, 'max_steps=2000'));
  await playground.play.click();
  await playground.expectStepAtLeast(1);
  const other = await context.newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  await other.waitForTimeout(4000);
  const before = await playground.currentStep();
  await other.waitForTimeout(4000);
  const after = await playground.currentStep();
  expect(after).toBeGreaterThan(before); // A fast machine may be through by now: then it finished in the dark.
});
