import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('the shape bends with β, takes others beside it, and the batch’s pairs stand on it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  const card = page.getByRole('region', { name: 'Shape of the objective' });
  const curves = card.getByRole('img', { name: 'Loss over the margin' });
  const own = curves.locator('.shape-curve').last();
  await expect(own).toBeAttached();
  const before = await own.getAttribute('d');
  await page.locator('#hyper-beta').fill('0.5');
  await page.locator('#hyper-beta').press('Enter');
  await expect(own).not.toHaveAttribute('d', before ?? '');

  await card.getByLabel('Compare with…').selectOption('hinge');
  await card.getByLabel('Compare with…').selectOption('kto');
  await expect(curves.locator('.shape-curve')).toHaveCount(2);
  await expect(card.getByRole('img', { name: 'KTO: the stronger the colour, the larger the loss' })).toBeVisible();
  await card.getByRole('button', { name: 'Take KTO off the drawing' }).click();
  await expect(card.getByRole('img', { name: 'KTO: the stronger the colour, the larger the loss' })).toHaveCount(0);

  await playground.runToEnd();
  await card.scrollIntoViewIfNeeded();
  await expect(card).toContainText('4 pairs of the current batch drawn');
  await card.getByRole('button', { name: 'Show Shape of the objective as a table' }).click();
  await expect(card.getByRole('row', { name: /^DPO/ }).first()).toBeVisible();
});

test('the recording of DPO learning length says what is worth noticing, and what to try', async ({ page }) => {
  const playground = new Playground(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.open();
  await page.getByRole('button', { name: /to notice$/ }).click();
  const alarm = page.locator('[data-alarm=length]');
  await expect(alarm).toBeInViewport();
  await expect(alarm).toContainText('correlate at 0.8');
  await alarm.locator('summary').click();
  await expect(alarm).toContainText('LD-DPO');
});

test('the property of the data that an objective answers to stands beside it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&loss=cdpo');
  const knob = page.getByRole('group', { name: /What it answers to: Label noise/ });
  await knob.getByRole('button', { name: '0.3' }).click();
  await expect(knob.getByRole('button', { name: '0.3' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => new URL(page.url()).hash).toContain('epsilon=0.3');
  await knob.getByRole('button', { name: 'as given' }).click();
  await expect.poll(() => new URL(page.url()).hash).not.toContain('epsilon');
});

test('an objective that needs sampling can be looked at, not played', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&loss=grpo');
  await expect(page.getByText(/Needs sampling: it learns from answers drawn/)).toBeVisible();
  await expect(page.getByRole('group', { name: /objective, with this run/ }).locator('math')).toBeVisible();
  await expect(playground.play).toBeDisabled();
});
