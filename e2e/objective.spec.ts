import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('another objective brings its formula and settings, and waits for the next run', async ({ page }) => {
  const playground = new Playground(page);
  // Far more steps than pass meanwhile: a change waits only for as long as a run goes on.
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  const formula = page.getByRole('group', { name: /objective, with this run/ });
  await expect(formula.locator('math')).toBeVisible();
  const before = await formula.textContent();
  await playground.play.click();
  await playground.expectStepAtLeast(1);
  await page.getByLabel('Objective', { exact: true }).selectOption({ label: 'SimPO' });
  await expect.poll(() => formula.textContent()).not.toBe(before);
  await expect(page.locator('.tag-pending').first()).toBeVisible();
  await page.getByRole('button', { name: /wait.* for the next run/ }).click();
  await expect(playground.shown('live')).toContainText('SimPO', { timeout: 90_000 });
  await playground.expectStepAtLeast(1);
  expect(new URL(page.url()).hash).toContain('loss=simpo');
});

test('β changes a run under way, and the number field says when it clamps', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=200'));
  await playground.play.click();
  await playground.expectStepAtLeast(1);
  const beta = page.locator('#hyper-beta');
  await beta.fill('2000');
  await beta.press('Enter');
  await expect(page.locator('.control-message').filter({ hasText: 'outside' })).toBeVisible();
  await beta.fill('0.7');
  await beta.press('Enter');
  await expect(playground.shown('live')).toContainText('beta 0.7');
  await expect(page.locator('.formula-numbers')).toContainText('0.7');
  await page.getByRole('button', { name: /Set beta.* back to/ }).click();
  await expect(beta).toHaveValue('0.1');
  await playground.reset.click();
});

test('at most eight controls are in sight, the rest under More with a count of what changed', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&model=nano-1&eval_steps=7&temperature=0.5');
  const form = page.getByRole('form', { name: 'Experiment' });
  const visible = await form.locator('select:visible, input[type=text]:visible').count();
  expect(visible).toBeLessThanOrEqual(8);
  await expect(form.getByText('2 changed')).toBeVisible();
});
