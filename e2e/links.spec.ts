import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('a copied link opens as the same experiment, and does not run by itself', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByLabel('Objective', { exact: true }).selectOption({ label: 'LD-DPO' });
  await page.locator('#setting-max_steps').fill('30');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link').inputValue();
  expect(link).toContain('#v=1&model=nano-1');
  expect(link).toContain('max_steps=30');

  const friend = await context.newPage();
  const theirs = new Playground(friend);
  await friend.goto(link);
  await expect(friend.getByLabel('Objective', { exact: true })).toHaveValue('ld_dpo');
  await expect(friend.locator('#setting-max_steps')).toHaveValue('30');
  await friend.getByRole('button', { name: 'Share' }).click();
  expect(await friend.getByRole('dialog').getByLabel('Link').inputValue()).toBe(link);
  await friend.keyboard.press('Escape');
  await friend.waitForTimeout(1500);
  await theirs.expectState(/Ready to play/);
  await expect(friend.locator('[data-shown=live]')).toHaveCount(0);
  await friend.close();
});

const HOSTILE: readonly (readonly [name: string, fragment: string])[] = [
  ['prototype keys', 'v=1&model=nano-1&__proto__=1&constructor=2&__proto__.polluted=1&toString=3'],
  ['numbers that are none', 'v=1&model=nano-1&beta=NaN&learning_rate=Infinity&max_steps=1e309&seed=-0x10'],
  ['numbers out of range', 'v=1&model=nano-1&beta=2000&max_steps=99999999&max_length=-5'],
  ['bidi and lone surrogates', `v=1&model=nano-1&data=${encodeURIComponent('\u202egnp.exe')}&loss=%ED%A0%80&seed=%F0`],
  ['markup and script', `v=1&model=${encodeURIComponent('<img src=x onerror=alert(1)>')}&loss=javascript:alert(1)`],
  [
    'another host',
    `v=1&model=${encodeURIComponent('https://127.0.0.2/model')}&data=${encodeURIComponent('//127.0.0.2/x')}`,
  ],
  ['half a megabyte', `v=1&model=nano-1&seed=${'9'.repeat(500_000)}`],
];

for (const [name, fragment] of HOSTILE) {
  test(`a hostile link is understood as far as it makes sense, with notes: ${name}`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.open(fragment);
    await expect(page.getByRole('region', { name: 'About this link' })).toBeVisible();
    expect(await page.evaluate(() => ({}) as Record<string, unknown>)).not.toHaveProperty('polluted');
    await playground.expectState(/Ready to play/);
    await expect(page.locator('img')).toHaveCount(0);
  });
}

test('a link of a newer version is shown, not run', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=9&model=nano-1&loss=from_the_future');
  await expect(page.getByRole('region', { name: 'Made with a newer version' })).toBeVisible();
  await expect(playground.play).toBeDisabled();
  expect(new URL(page.url()).hash).toBe('#v=9&model=nano-1&loss=from_the_future');
  await page.getByRole('button', { name: 'Start from the defaults' }).click();
  await expect(playground.play).toBeEnabled();
});

test('the same link gives the same curve, to the last digit on this machine', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await playground.runToEnd();
  const first = [await playground.tableOf('rewards/margins'), await playground.tableOf('win_rate')];
  await page.reload();
  await expect(playground.play).toBeVisible();
  await playground.runToEnd();
  const second = [await playground.tableOf('rewards/margins'), await playground.tableOf('win_rate')];
  expect(first[0]).toHaveLength(12);
  expect(second).toEqual(first);
});
