import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings of axe, as lines. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } satisfies RunOptions,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [
    ['desktop', { width: 1440, height: 900 }],
    ['phone', { width: 360, height: 740 }],
  ] as const) {
    test.describe(`${colorScheme}, ${device}`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing serious and nothing overflows', async ({ page }) => {
        const playground = new Playground(page);
        await playground.open();
        await expect(page.locator('.recharts-line-curve').first()).toBeVisible();
        if (device === 'phone') await page.getByRole('button', { name: /Change the experiment/ }).click();
        await page.getByText('More settings').click();
        await page.getByRole('form', { name: 'Experiment' }).getByText('Judges', { exact: true }).click();
        await expect(page.getByRole('region', { name: 'You are the judge' })).toBeVisible();
        await page.getByText('What the symbols mean').click();
        await page.getByText('More plots', { exact: true }).click();
        await page.getByText('Ranking, calibration, checkpoints').click();
        await expect(page.getByRole('button', { name: 'Compare checkpoints' })).toBeVisible();
        await page.getByText('Survey', { exact: true }).click();
        await expect(page.getByRole('region', { name: 'Survey', exact: true })).toBeVisible();
        expect(await findings(page)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, 'pixels wider than the screen').toBeLessThanOrEqual(0);
        for (const dialog of ['Settings', 'Share']) {
          await page.getByRole('button', { name: dialog, exact: true }).click();
          expect(await findings(page), dialog).toEqual([]);
          await page.keyboard.press('Escape');
        }
      });
    });
  }
}

test('a race with its tables open has nothing serious either, and reflows at 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&race=ipo,simpo,kto`);
  await playground.runToEnd();
  await page.getByRole('button', { name: 'Show rewards/margins as a table' }).click();
  await page.getByText('Tokens as a table').click();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('the editor of an objective has nothing serious, with an error and its help open, and reflows', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&loss=custom`);
  await page.getByRole('button', { name: /Change the experiment/ }).click();
  const long = 'chosen_logratios + rejected_logratios + chosen_avg_logps + rejected_avg_logps + oops';
  await page.getByLabel('Your objective', { exact: true }).fill(long);
  await expect(page.locator('[data-problem]')).toBeVisible();
  await page.getByText('What you can write', { exact: true }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(500); // Colours fade into one another: halfway there is no contrast.
    expect(await findings(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('status reaches screen readers politely: few sentences, none within eight seconds of another', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.evaluate(() => {
    const region = document.querySelector('main ~ p[role=status][aria-live=polite].visually-hidden');
    const spoken: { at: number; words: string }[] = [];
    Object.assign(globalThis, { spoken });
    if (region === null) throw new Error('no live region');
    new MutationObserver(() => spoken.push({ at: performance.now(), words: region.textContent ?? '' })).observe(
      region,
      {
        childList: true,
        characterData: true,
        subtree: true,
      },
    );
  });
  await playground.runToEnd();
  const spoken = () =>
    page.evaluate(() => (globalThis as unknown as { spoken: { at: number; words: string }[] }).spoken);
  await expect.poll(async () => (await spoken()).at(-1)?.words, { timeout: 20_000 }).toMatch(/finished/);
  const said = await spoken();
  expect(said[0]?.words).toMatch(/started/);
  const gaps = said.slice(1).map(({ at }, index) => at - (said[index]?.at ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThan(7900);
});

test('a sweep with its map and table has nothing serious either, and reflows at 320 pixels', async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 320, height: 700 });
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN.replace('max_steps=12', 'max_steps=2')}&sweep=beta:0.05:0.5:2`);
  const survey = page.getByRole('region', { name: 'Survey', exact: true });
  await survey.getByRole('button', { name: 'Run 2 runs' }).click();
  await expect(survey.getByText('All 2 runs done.')).toBeVisible({ timeout: 120_000 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(500); // Colours fade into one another: halfway there is no contrast.
    expect(await findings(page), colorScheme).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('the exact worlds have nothing serious either, and reflow', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const playground = new Playground(page);
  for (const game of ['game,actions:3', 'game,actions:8', 'bandit,steps:300', 'gridpref,size:4,pairs:50,seeds:2']) {
    await playground.open(`v=1&model=nano-1&game=${game}`);
    await expect(page.locator('.games-page [aria-busy=false] .card').first()).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: /Change the experiment/ }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(500); // Colours fade into one another: halfway there is no contrast.
      expect(await findings(page), `${game}, ${colorScheme}`).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Back to the model' }).click();
  }
});
