import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

test('a finished run says how it ranks, how sure it is, and its checkpoints play each other', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.getByText('Ranking, calibration, checkpoints').click();
  await expect(page.getByRole('button', { name: 'Compare checkpoints' })).toBeDisabled();
  await playground.runToEnd();

  const difficulty = page.getByRole('region', { name: 'Pair loss × difficulty' });
  await difficulty.scrollIntoViewIfNeeded();
  await expect(difficulty.locator('.dot-curve')).toBeAttached();
  await expect(difficulty).toContainText(/of 8 drawn|ranks none wrongly/);
  await difficulty.getByRole('button', { name: /as a table$/ }).click();
  await expect(difficulty.locator('tbody tr')).toHaveCount(8);

  const reliability = page.getByRole('region', { name: 'Reliability' });
  await expect(reliability).toContainText(/Over 8 pairs confidence is/);

  await page.getByRole('button', { name: 'Compare checkpoints' }).click();
  const matrix = page.getByRole('table', { name: 'By the training judge' });
  await expect(matrix).toBeVisible({ timeout: 60_000 });
  await expect(matrix.getByRole('row', { name: /^reference/ })).toBeVisible();
  await expect(matrix.getByRole('row', { name: /^step 12/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'By the gold judge' })).toContainText('1,000');
  await expect(page.getByText(/n = 4 prompts for every pair/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare again' })).toBeEnabled();
});

test('the length-controlled win rate stands beside the raw one, with its interval and reasons for doubt', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await playground.runToEnd();
  const card = page.getByRole('region', { name: 'win_rate', exact: true });
  await card.scrollIntoViewIfNeeded();
  await expect(card).toContainText(
    /With the length term at 0 the training judge would prefer the policy in .+ of 4 prompts/,
  );
  await expect(card).toContainText(/By the gold judge .+ \(95 % interval .+, n = 4\)/);
});
