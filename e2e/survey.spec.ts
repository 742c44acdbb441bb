import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const FEW_STEPS = SMALL_RUN.replace('max_steps=12', 'max_steps=4').replace('eval_steps=4', 'eval_steps=2');

const surveyOf = (page: Page) => page.getByRole('region', { name: 'Survey', exact: true });

async function fileOf(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    surveyOf(page).getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('two objectives run to one table, which sorts, leaves as files and outlives a reload', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(`${FEW_STEPS}&bench=sigmoid`);
  const survey = surveyOf(page);
  await survey.getByLabel('Add an objective…').selectOption({ label: 'SFT' });
  await expect.poll(() => new URL(page.url()).hash).toContain('bench=sigmoid,sft');
  const link = page.url();

  await survey.getByRole('button', { name: 'How long will it take?' }).click();
  await expect(survey.getByText(/^2 runs take about .* in all on this device\.$/)).toBeVisible({ timeout: 90_000 });
  await survey.getByRole('button', { name: 'Run 2 runs' }).click();
  await expect(survey.getByText('All 2 runs done.')).toBeVisible({ timeout: 120_000 });
  const rows = survey.getByRole('table').locator('tbody tr');
  await expect(rows).toHaveText([/^DPO\d+\u202f%.*1 of 1/, /^SFT\d+\u202f%.*1 of 1/]);

  // Sorted by what they took: SFT reads half of what DPO reads, so it takes more steps for the same tokens.
  const byKl = survey.getByRole('button', { name: 'Sort by KL, nats' });
  await byKl.click();
  await expect(survey.getByRole('columnheader', { name: 'Sort by KL, nats' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  const heads = await survey.getByRole('table').locator('thead th').allInnerTexts();
  const klColumn = heads.findIndex((head) => head.startsWith('KL'));
  const kl = async () =>
    (await rows.locator(`:scope > :nth-child(${klColumn + 1})`).allInnerTexts()).map(Number.parseFloat);
  const descending = await kl();
  expect(descending[0]).toBeGreaterThanOrEqual(descending[1] ?? Number.NaN);
  await byKl.click();
  expect(await kl()).toEqual(descending.toReversed());

  const csv = await fileOf(page, 'Table as CSV');
  expect(csv.name).toBe('survey-nano-1-style-length-biased.csv');
  const lines = csv.text.trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^sigmoid,42,done,4,4,\d+,/);
  const [, , , sftSteps] = (lines[2] ?? '').split(',');
  expect(Number(sftSteps)).toBeGreaterThan(5);
  expect((await fileOf(page, 'Table as Markdown')).text).toContain('| DPO | ');
  expect((await fileOf(page, 'Table as LaTeX')).text).toContain(`\\begin{tabular}{l${'r'.repeat(heads.length - 1)}}`);

  const before = await rows.allInnerTexts();
  await page.reload();
  await expect(survey.getByText('All 2 runs done.')).toBeVisible();
  expect((await rows.allInnerTexts()).toSorted()).toEqual(before.toSorted());
  expect(page.url()).toBe(link);
  // Nothing of it is offered to be resumed, and the page's own run is the page's own.
  await expect(page.getByRole('button', { name: /^Resume at step/ })).toHaveCount(0);
  await playground.runToEnd();
  await expect(survey.getByText('All 2 runs done.')).toBeVisible();
});

test('a 2 × 2 sweep rests when another run takes the engine, goes on, and becomes a map', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&sweep=beta:0.05:0.5:2,learning_rate:0.0003:0.003:2`);
  const survey = surveyOf(page);
  await survey.getByRole('button', { name: 'Run 4 runs' }).click();
  // Whichever it is when it is looked at: a cell may be over between two looks.
  await expect(survey.getByText(/^[123] of 4 runs done, about /)).toBeVisible({ timeout: 120_000 });
  await playground.runToEnd();
  await expect(survey.getByText(/^Paused at \d of 4 runs: another run took the engine/)).toBeVisible();
  await survey.getByRole('button', { name: /^Go on with \d runs?$/ }).click();
  await expect(survey.getByText('All 4 runs done.')).toBeVisible({ timeout: 120_000 });
  const map = survey.getByRole('img', { name: /^gold win rate over the swept settings, from / });
  await expect(map.locator('.heat-cell')).toHaveCount(4);
  await expect(survey.getByRole('table').locator('tbody tr')).toHaveText([
    /^beta 0.05, learning_rate 0.0003/,
    /^beta 0.05, learning_rate 0.003/,
    /^beta 0.5, learning_rate 0.0003/,
    /^beta 0.5, learning_rate 0.003/,
  ]);
  await survey.getByLabel('Figure').selectOption({ label: 'margin' });
  await expect(survey.getByRole('img', { name: /^margin over the swept settings, from / })).toBeVisible();
});

test('the picker keeps the objectives with the chosen tags', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&model=nano-1');
  const form = page.getByRole('form', { name: 'Experiment' });
  await form.getByText('Filter objectives').click();
  await form.getByLabel('Constraint').selectOption({ label: 'no reference' });
  await form.getByLabel('Model property').selectOption({ label: 'length' });
  await expect(form.getByText('4 of 77')).toBeVisible();
  const options = form.getByLabel('Objective', { exact: true }).locator('option');
  // The chosen one stays, and an objective of one's own has no tags to lack.
  await expect(options).toHaveText(['DPO', 'SimPO', 'SimPER', 'AlphaPO', 'RRHF', 'Your own']);
  await form.getByLabel('Objective', { exact: true }).selectOption({ label: 'SimPO' });
  await expect.poll(() => new URL(page.url()).hash).toContain('loss=simpo');
});
