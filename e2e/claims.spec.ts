import { Playground } from './Playground.ts';
import { expect, test } from './support/test.ts';

const PRESET = 'v=1&model=nano-1&loss=ld_dpo&max_steps=7';
const HOLDING = {
  id: 'M04',
  arxiv: '2409.06411',
  claim: 'Its reward follows length less.',
  figure: 'correlation, DPO’s less LD-DPO’s',
  setting: 'nano-1, 7 steps',
  expected: { min: 0.1 },
  link: PRESET,
  measured: 0.6124,
  sd: 0.0213,
  seeds: [1, 2, 3],
  verdict: 'holds',
};
const REPORT = {
  claims: [
    HOLDING,
    { ...HOLDING, id: 'M23', measured: -2, verdict: 'does-not-hold', link: 'v=1&model=nano-1&loss=rpo' },
    { ...HOLDING, id: 'M42', measured: null, sd: null, seeds: [], verdict: null, link: 'v=1&model=nano-1&max_steps=9' },
  ],
};

test('claims are listed with their verdicts, and open the experiment that shows them', async ({ page }) => {
  await page.route('**/claims/claims.json', (route) => route.fulfill({ json: REPORT }));
  const playground = new Playground(page);
  await playground.open();
  const list = page.getByRole('region', { name: 'What papers claim', exact: true });
  await list.getByText('1 holds, 1 does not hold, 1 not yet measured').click();
  await expect(list.locator('[data-claim]')).toHaveCount(3);
  await expect(list.locator('[data-claim=M04]')).toContainText('0.612 ± 0.0213 (3 seeds), expected at least 0.1');
  await expect(page.locator('[data-claim-line]')).toHaveCount(0);

  await list.getByRole('link', { name: 'Open the experiment of claim M04' }).click();
  const sentence = page.locator('[data-claim-line=M04]');
  await expect(sentence).toContainText('Here: 0.612 ± 0.0213, 3 seeds: holds.');
  await expect(page.locator('#loss')).toHaveValue('ld_dpo');
  await expect(page.locator('#plots')).toBeInViewport();

  // Another seed shows the same claim, another length of run does not.
  await playground.open(`${PRESET}&seed=5`);
  await expect(sentence).toBeVisible();
  await page.goto(`./#${PRESET.replace('=7', '=8')}`);
  await expect(sentence).toHaveCount(0);
});

test('the claims that come with the page are read', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const list = page.getByRole('region', { name: 'What papers claim', exact: true });
  await list.locator('summary').click();
  await expect(list.locator('[data-claim=M04]')).toBeVisible();
});
