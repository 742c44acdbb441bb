import type { Page } from '@playwright/test';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let press = 0; press < most; press++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : [];
      return (
        element?.getAttribute('aria-label') ??
        (labels.map((label) => label.textContent).join(' ') || (element?.textContent ?? ''))
      );
    });
    if (name.test(focused)) return;
  }
  throw new Error(`no stop called ${name} within ${most} tabs`);
}

test('a whole run without a mouse', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the run controls' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, /^Play$/);
  await page.keyboard.press('Enter');
  await playground.expectStepAtLeast(2);
  await page.keyboard.press('Enter');
  await playground.expectState(/Paused/);
  const paused = await playground.currentStep();
  await tabTo(page, /^Step$/);
  await page.keyboard.press('Space');
  await expect.poll(() => playground.currentStep()).toBe(paused + 1);
  await playground.expectState(/Paused/);
  await page.keyboard.press('j');
  await expect.poll(() => playground.currentStep()).toBe(paused + 2);
  await tabTo(page, /^Objective/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Objective', { exact: true })).not.toHaveValue('sigmoid');
  await page.keyboard.press('ArrowUp');
  await tabTo(page, /^Show rewards\/margins as a table/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'rewards/margins' }).locator('tbody tr').first()).toBeVisible();
  await tabTo(page, /push/);
  const first = await page.locator('.readout').textContent();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.readout')).not.toHaveText(first ?? '');
});

test('single-key shortcuts can be switched off, and Esc closes what is open', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Single-key shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('k');
  await page.waitForTimeout(500);
  await playground.expectState(/Ready to play/);
});

test('each plot is one tab stop, and all of them can be skipped', async ({ page }) => {
  const playground = new Playground(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.open();
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  const stops = await page.evaluate(() =>
    [...document.querySelectorAll('figure')].map(
      (figure) => figure.querySelectorAll('svg[tabindex="0"], [tabindex="0"]').length,
    ),
  );
  expect(Math.max(...stops)).toBeLessThanOrEqual(1);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip the plots' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#words')).toBeFocused();
});
