import { readFile } from 'node:fs/promises';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

declare global {
  interface Window {
    /** How often the first curve has taken another shape. */
    curveChanges: number;
  }
}

// How soon it moves is measured by `npm run bench -- --page`: a time by the clock depends on what else the machine does.
test('a recorded run moves on opening, and can be paused', async ({ page }) => {
  await page.addInitScript(() => {
    window.curveChanges = 0;
    let last = '';
    const look = () => {
      const shape = document.querySelector('.recharts-line-curve')?.getAttribute('d') ?? '';
      if (shape !== last && last !== '' && shape !== '') window.curveChanges++;
      if (shape !== '') last = shape;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const changes = () => page.evaluate(() => window.curveChanges);
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.shown('recorded')).toContainText('Recorded run');
  await expect.poll(changes).toBeGreaterThan(2);

  await page.getByRole('button', { name: 'Pause recording' }).click();
  await page.waitForTimeout(400);
  const paused = await changes();
  await page.waitForTimeout(1200);
  expect(await changes()).toBe(paused);
});

test('for less motion the recording stands complete', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByRole('button', { name: 'Show again' })).toBeVisible();
  await expect(page.locator('.recharts-line-curve').first()).toBeVisible();
});

test('play hands over to a live run; pause, step, rewind, reset and new seed do what they say', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  await expect(playground.shown('recorded')).toBeVisible();
  await playground.play.click();
  await expect(playground.shown('live')).toBeVisible({ timeout: 90_000 });
  await playground.expectStepAtLeast(2);
  await expect(page).toHaveTitle(/\d+\s%/);

  await playground.pause.click();
  await playground.expectState(/Paused/);
  const paused = await playground.currentStep();
  expect((await playground.tableOf('rewards/margins')).length).toBe(paused);

  await playground.step.click();
  await expect.poll(() => playground.currentStep()).toBe(paused + 1);
  await playground.expectState(/Paused/);

  await playground.rewind.click();
  await expect.poll(() => playground.currentStep()).toBeLessThanOrEqual(paused);
  const rewound = await playground.currentStep();
  await expect.poll(async () => (await playground.tableOf('rewards/margins')).length).toBe(rewound);

  await playground.step.click();
  await expect.poll(() => playground.currentStep()).toBe(rewound + 1);
  await playground.expectState(/Paused/);
  await playground.reset.click();
  await playground.expectState(/Ready to play/);
  expect(await playground.currentStep()).toBe(0);
  expect(new URL(page.url()).hash).not.toContain('seed=');

  await playground.newSeed.click();
  await expect.poll(() => new URL(page.url()).hash).toContain('seed=');
});

test('a finished run stays behind as a fainter line, with what changed, and can be pinned', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await playground.runToEnd();
  await page.getByLabel('beta', { exact: false }).first().fill('0.5');
  await page.keyboard.press('Enter');
  await playground.runToEnd();
  await playground.reset.click();
  const runs = page.locator('.run-line');
  await expect(runs).toHaveCount(2);
  await expect(runs.first()).toContainText(/beta 0\.1 → 0\.5/);
  await page.getByRole('button', { name: 'Keep Run 1: DPO to compare with' }).click();
  await expect(page.locator('.chart-past-pinned').first()).toBeAttached();
  await expect(page.locator('.chart-past').first()).toBeAttached();
});

test('the trained policy can be had as a safetensors file', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=2'));
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('button', { name: 'Download the policy' })).toBeDisabled(); // nothing trained yet
  await page.keyboard.press('Escape');
  await playground.play.click();
  await playground.expectState(/Finished/);
  await page.getByRole('button', { name: 'Share' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the policy' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('nano-1-sigmoid-seed-42-step-2.safetensors');
  const bytes = await readFile(await download.path());
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  expect(header['model.embed_tokens.weight']).toMatchObject({ dtype: 'F32', shape: [1024, 96] });
  expect(header.__metadata__.step).toBe('2');
});
