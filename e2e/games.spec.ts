import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const hash = (address: string) => new URL(address).hash;

test('a preference game opens from the header, follows its settings, and travels in the link', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('button', { name: 'Games', exact: true }).click();
  await expect.poll(() => hash(page.url())).toContain('game=game');
  const gap = page.getByRole('img', { name: 'Duality gap' });
  await expect(gap.locator('[data-track]')).toHaveCount(8);
  const paths = page.getByRole('img', { name: 'Paths of the policies' });
  await expect(paths.locator('[data-path]')).toHaveCount(8);

  const own = gap.locator('[data-track=egpo]');
  const before = await own.getAttribute('d');
  await page.getByRole('textbox', { name: 'β' }).fill('0.2');
  await page.getByRole('textbox', { name: 'β' }).press('Enter');
  await expect(own).not.toHaveAttribute('d', before ?? '');
  await expect.poll(() => hash(page.url())).toContain('game=game,beta:0.2');

  await page.getByRole('checkbox', { name: 'Nash-MD' }).uncheck();
  await expect(gap.locator('[data-track]')).toHaveCount(7);
  await page.getByRole('button', { name: 'Show Duality gap as a table' }).click();
  await expect(page.getByRole('row', { name: /^EGPO/ }).first()).toContainText(/\d/);

  // More actions than a triangle has corners.
  await page.getByRole('textbox', { name: 'Actions K' }).fill('5');
  await page.getByRole('textbox', { name: 'Actions K' }).press('Enter');
  await expect(paths).toHaveCount(0);

  await page.getByRole('button', { name: 'Back to the model' }).click();
  await expect.poll(() => hash(page.url())).not.toContain('game=');
  await expect(page.getByRole('form', { name: 'Experiment' })).toBeVisible();
});

test('a link opens a bandit with its numbers, and says what it did not take', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&model=nano-1&game=bandit,lambda:0.05,steps:300,magic:1');
  await expect(page.getByText('game: “magic:1” is not understood')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'λ of KL' })).toHaveValue('0.05');
  await expect(page.getByRole('img', { name: 'Reward for distance' }).locator('[data-track]')).toHaveCount(4);
  await expect(page.getByRole('img', { name: 'KL to the reference' }).locator('[data-track]')).toHaveCount(3);
  await expect(page.getByText(/^The KL term holds the policy at/)).toBeVisible();
  await expect(page.getByRole('img', { name: 'Rounds of DPO, accelerated' }).locator('[data-track]')).toHaveCount(4);
});

test('the grid shows what each fit learnt, and the 2 × 2 table', async ({ page }) => {
  const playground = new Playground(page);
  // From the page of the model: the styles of both are loaded, and neither paints the other's cells.
  await playground.open('v=1&model=nano-1');
  await expect(page.getByText('Survey', { exact: true })).toBeVisible();
  await playground.open('v=1&model=nano-1&game=gridpref,size:4,pairs:100,seeds:2');
  const table = page.getByRole('table', { name: 'What the learnt policy returns' });
  await expect(table.getByRole('row')).toHaveCount(3, { timeout: 60_000 });
  await expect(table.getByRole('row', { name: /^regret/ })).toContainText('±');
  await expect(page.getByRole('img', { name: /^Labels: / })).toHaveCount(4);
  const wanted = page.getByRole('img', { name: /^What the person wants: plain −1/ });
  await expect(wanted).toBeVisible();
  const fills = await wanted
    .locator('.heat-cell')
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).fill));
  expect(new Set(fills).size, 'colours: to seek and to avoid').toBe(2);
  // Another world of the list starts from its own defaults.
  await page.getByLabel('World', { exact: true }).selectOption('game');
  await expect.poll(() => hash(page.url())).toMatch(/game=game$/);
  await expect(page.getByRole('img', { name: 'Duality gap' })).toBeVisible();
});

test('no run begins or ends behind an exact world, and one that goes on stays in sight', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN.replace('max_steps=12', 'max_steps=400'));
  await playground.play.click();
  await playground.expectStepAtLeast(1);
  await page.getByRole('button', { name: 'Games', exact: true }).click();
  await expect(page.getByText(/^The model’s run goes on: .+, step \d+ of 400\.$/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Run', exact: true })).toHaveCount(0);
  for (const key of ['k', 'j', 'b', 'r']) await page.keyboard.press(key);
  await expect(page.locator('[data-run-away=running]')).toBeVisible();
  await page.getByRole('button', { name: 'Return to the run' }).click();
  await expect(page.locator('#run')).toBeFocused();
  await expect(playground.pause).toBeVisible();
  await page.keyboard.press('k');
  await playground.expectState(/Paused/);
});
