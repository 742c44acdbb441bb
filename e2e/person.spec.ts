import { readFile } from 'node:fs/promises';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('a person judges by keyboard, blind; what they said survives a reload, is saved and trained on', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  const panel = page.getByRole('region', { name: 'You are the judge' });
  const draw = panel.getByRole('button', { name: /^Draw 8 pairs$/ });
  await draw.focus();
  await page.keyboard.press('Enter');
  const pair = panel.getByRole('group', { name: 'The pair to judge' });
  await expect(pair).toBeFocused({ timeout: 90_000 });
  // Neither words nor marks say whose answers these are.
  await expect(pair).not.toContainText(/policy|reference|gold/i);
  const first = await panel.getByRole('group', { name: 'First answer' }).textContent();
  await page.keyboard.press('1');
  await expect(panel).toContainText('1 judged');
  await expect(panel.getByRole('status')).toContainText('First preferred.');
  await expect(panel.getByRole('group', { name: 'First answer' })).not.toHaveText(first ?? '');
  await page.keyboard.press('2');
  await page.keyboard.press('0');
  await expect(panel).toContainText('3 judged');
  await expect(panel).toContainText('2 pairs to train on, 1 tie left out');
  await page.keyboard.press('u');
  await expect(panel).toContainText('2 judged');
  await expect(panel.getByRole('status')).toContainText('taken back');
  await expect(panel).not.toContainText('agree in');
  await page.reload();
  await expect(panel).toContainText('2 judged');

  // On with what waits, then more, until there is enough to train on.
  for (let judged = 2; judged < 9; judged++) {
    const answers = panel.getByRole('group', { name: 'First answer' });
    if (!(await answers.isVisible())) {
      await panel.getByRole('button', { name: /^Draw 8 pairs$/ }).click();
      await expect(answers).toBeVisible({ timeout: 90_000 });
    }
    await pair.focus();
    await page.keyboard.press('1');
    await expect(panel).toContainText(`${judged + 1} judged`);
  }
  await panel.getByRole('button', { name: 'Show how I judged' }).click();
  await expect(panel).toContainText(/You and the gold judge agree in|no pair yet/);
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as JSON Lines' }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(9);
  const [row] = lines.map((line) => JSON.parse(line));
  expect(Object.keys(row)).toEqual(['prompt', 'chosen', 'rejected']);
  expect(row.chosen.trim()).toBe(first?.trim());

  await panel.getByRole('button', { name: 'Train on these' }).click();
  await expect(page.getByRole('region', { name: 'Your own data' })).toContainText(
    '9 of 9 rows of my judgements can be used',
  );
  await expect.poll(() => new URL(page.url()).hash).toMatch(/data_hash=[0-9a-f]{64}/);
});

test('the judges are chosen in the page, named beside the plot, and a reward model is tested before the run', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN.replace('max_steps=12', 'max_steps=2')}&rm_steps=4`);
  const form = page.getByRole('form', { name: 'Experiment' });
  await form.getByText('Judges', { exact: true }).click();
  await form.getByLabel('Training judge', { exact: true }).selectOption('reward_bt');
  await expect(form.getByText('Reward model steps')).toBeVisible();
  await expect.poll(() => new URL(page.url()).hash).toContain('judge=reward_bt');
  await playground.runToEnd();
  const plot = page.getByRole('region', { name: 'win_rate', exact: true });
  await expect(plot).toContainText('training judge: reward model, trained here · gold judge: gold score');
  await expect(plot).toContainText(/Reward model: prefers the chosen answer in \d+\D% of 8 held-out pairs/);
});
