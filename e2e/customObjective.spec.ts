import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const TYPED = '-logsigmoid(beta * delta)';

test('DPO typed by hand trains on DPO’s own curve', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await playground.runToEnd();
  const curve = await playground.tableOf('rewards/margins');
  expect(curve.length).toBe(12);
  await page.getByLabel('Objective', { exact: true }).selectOption({ label: 'Your own' });
  const field = page.getByLabel('Your objective', { exact: true });
  await field.fill('');
  await field.pressSequentially(TYPED);
  await expect(field).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByRole('group', { name: /objective, with this run/ }).locator('math')).toBeVisible();
  await playground.reset.click();
  await playground.runToEnd();
  await expect(playground.shown('live')).toContainText('Your own');
  expect(await playground.tableOf('rewards/margins')).toEqual(curve);
});

test('a typo is marked where it stands, nothing runs until it is mended, and the link keeps the text', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&loss=custom`);
  const field = page.getByLabel('Your objective', { exact: true });
  await expect(field).toHaveValue(TYPED);
  await field.fill('z = beta * deltaa\n-logsigmoid(z - gamma)');
  const problem = page.locator('[data-problem]');
  await expect(problem).toHaveAttribute('data-problem', 'unknown_name');
  await expect(problem).toContainText('Line 1, character 12');
  await expect(problem).toContainText('Did you mean delta?');
  expect(await problem.locator('pre').textContent()).toBe('z = beta * deltaa\n           ^^^^^^');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(playground.play).toBeDisabled();
  await expect(playground.play).toHaveAccessibleDescription(/Mend your objective/);
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).hash).toContain('deltaa');

  await page.reload();
  await expect(field).toHaveValue('z = beta * deltaa\n-logsigmoid(z - gamma)');
  await expect(playground.play).toBeDisabled();
  await field.fill('z = beta * delta\n-logsigmoid(z - gamma)');
  await expect(problem).toHaveCount(0);
  await expect(page.locator('#hyper-beta')).toBeVisible();
  await expect(page.locator('#hyper-gamma')).toBeVisible();
  await playground.step.click();
  await playground.expectStepAtLeast(1);
  await expect(playground.error).toHaveCount(0);
});

test('words are inserted where the caret is, and an example gives the text back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&loss=custom`);
  const field = page.getByLabel('Your objective', { exact: true });
  await field.fill('-(delta)');
  await page.getByText('What you can write', { exact: true }).click();
  await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(2, 7));
  await page.getByRole('button', { name: 'Insert logsigmoid(x)' }).click();
  await expect(field).toHaveValue('-(logsigmoid(delta))');
  await page.keyboard.type(' * lambda');
  await expect(field).toHaveValue('-(logsigmoid(delta * lambda))');
  await expect(page.locator('#hyper-lambda')).toBeVisible();
  const examples = page.getByRole('group', { name: 'Start from' });
  await examples.getByRole('button', { name: 'SimPO' }).click();
  await expect(page.locator('#hyper-gamma')).toHaveValue('1');
  await page.getByRole('button', { name: 'Put my text back' }).click();
  await expect(field).toHaveValue('-(logsigmoid(delta * lambda))');
});
