import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const RACE = `${SMALL_RUN}&race=ipo,simpo`;

test('three objectives race: three curves, a table, and one of them goes on alone', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(RACE);
  await playground.runToEnd();
  await expect(playground.shown('live')).toContainText('racing IPO, SimPO');

  const margins = page.getByRole('region', { name: 'rewards/margins', exact: true });
  await expect(margins.locator('.chart-rival')).toHaveCount(2);
  await expect(margins.locator('.chart-legend').first().locator('.legend-item')).toHaveText([/^DPO/, /^IPO/, /^SimPO/]);
  const table = await playground.tableOf('rewards/margins');
  expect(table).toHaveLength(12);
  // Step and three margins, all different: the same batches, other objectives.
  for (const row of table) expect(row.split(/\s+/)).toHaveLength(4);
  expect(new Set(table.at(-1)?.split(/\s+/).slice(1)).size).toBe(3);

  const race = page.getByRole('region', { name: 'Race', exact: true });
  await expect(race.getByRole('row')).toHaveCount(4);
  await expect(race.getByRole('row', { name: /^SimPO 12/ })).toContainText('%');
  await expect(race.getByText('evaluated at step 12')).toBeVisible();

  await race.getByLabel('Train on to step').fill('16');
  await race.getByRole('button', { name: 'Continue alone: SimPO' }).click();
  await expect(race).toHaveCount(0);
  await playground.expectState(/Finished/);
  await expect(playground.shown('live')).toContainText('SimPO');
  expect(await playground.currentStep()).toBe(16);
  const alone = await playground.tableOf('rewards/margins');
  expect(alone.map((row) => Number(row.split(' ')[0]))).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  // Its curve is the one it had in the race, and the others stay behind.
  expect(alone.slice(0, 12).map((row) => row.split(/\s+/)[1])).toEqual(table.map((row) => row.split(/\s+/)[3]));
  await expect(page.locator('.run-line b').filter({ hasText: /^Run/ })).toHaveText([/DPO/, /IPO/]);
  const { hash } = new URL(page.url());
  expect(hash).toContain('loss=simpo');
  expect(hash).not.toContain('race=');
});

test('rivals are chosen in the form, and a link says who cannot take part', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&model=nano-1&race=ipo,magic');
  await expect(page.getByText('race: “magic” is not understood; using ipo.')).toBeVisible();
  const form = page.getByRole('form', { name: 'Experiment' });
  await form.getByLabel('Add an objective…').selectOption({ label: 'SFT' });
  await expect.poll(() => new URL(page.url()).hash).toContain('race=ipo,sft');
  await form.getByRole('button', { name: 'Take IPO out of the race' }).click();
  await expect.poll(() => new URL(page.url()).hash).toContain('race=sft');
  // What becomes the own objective leaves the race.
  await form.getByLabel('Objective', { exact: true }).selectOption({ label: 'SFT' });
  await expect.poll(() => new URL(page.url()).hash).toContain('loss=sft');
  expect(new URL(page.url()).hash).not.toContain('race');
});

test('a race survives a reload with all its curves', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = new Playground(page);
  await playground.open(RACE.replace('max_steps=12', 'max_steps=200'));
  await playground.play.click();
  await playground.expectStepAtLeast(27);
  await playground.pause.click();
  await playground.expectState(/Paused/);
  const before = await playground.tableOf('rewards/margins');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('button', { name: /^Resume at step \d+$/ }).click();
  await playground.expectStepAtLeast(before.length + 1);
  await playground.pause.click();
  await playground.expectState(/Paused/);
  const after = await playground.tableOf('rewards/margins');
  expect(after.slice(0, before.length)).toEqual(before);
  for (const row of after) expect(row.split(/\s+/)).toHaveLength(4);
});
