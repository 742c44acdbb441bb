import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const FOUR_STEPS = SMALL_RUN.replace('max_steps=12', 'max_steps=4');

/** What a button of the dialog hands over: its name and bytes. */
async function downloaded(page: Page, button: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('dialog')
      .getByRole('button', { name: button, exact: typeof button === 'string' })
      .press('Enter'),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Width and height of a PNG, from its header. */
const pngSize = (bytes: Buffer) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

test('a run leaves the page as a folder for TRL, as metrics and as plots, by keyboard alone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(FOUR_STEPS);
  await playground.runToEnd();
  await page.getByRole('button', { name: 'Share' }).press('Enter');
  const link = await page.getByRole('dialog').getByLabel('Link').inputValue();

  const folder = await downloaded(page, 'Export to TRL');
  expect(folder.name).toBe('nano-1-sigmoid-seed-42-trl.zip');
  await expect(page.getByText('The folder is in your downloads.')).toBeVisible();
  const files = unzipSync(new Uint8Array(folder.bytes));
  const text = (path: string) => strFromU8(files[`nano-1-sigmoid-seed-42/${path}`] ?? new Uint8Array());
  expect(Object.keys(files).map((path) => path.replace('nano-1-sigmoid-seed-42/', ''))).toEqual([
    'README.md',
    'train.py',
    'requirements.txt',
    'data/order.json',
    'experiment.json',
    'data/train.jsonl',
    'data/heldout.jsonl',
    'page/metrics.csv',
    'page/metrics.json',
    'model/model.safetensors',
    'model/config.json',
    'model/tokenizer.json',
    'model/tokenizer_config.json',
    'model/generation_config.json',
    'model/README.md',
  ]);
  for (const line of [
    `LINK = "${link}"`,
    'PAIRS_PER_PASS = 4',
    'EVAL_PAIRS = 8',
    'loss_type="sigmoid",',
    'beta=0.1,',
    'learning_rate=0.0003,',
    'max_steps=4,',
    'seed=42,',
  ]) {
    expect(text('train.py')).toContain(line);
  }
  expect(JSON.parse(text('data/order.json'))).toHaveLength(16);
  expect(text('data/train.jsonl').trimEnd().split('\n')).toHaveLength(2400);
  expect(Buffer.from(files['nano-1-sigmoid-seed-42/model/model.safetensors'] ?? [])).toEqual(
    await readFile('public/models/nano-1/model.safetensors'),
  );

  const csv = await downloaded(page, 'Metrics as CSV');
  const [header, ...rows] = csv.bytes.toString().trimEnd().split('\n');
  expect(header).toBe('run,phase,step,metric,value,n,low,high');
  expect(rows.filter((row) => row.startsWith('nano-1-sigmoid-seed-42,train,') && row.includes(',loss,'))).toHaveLength(
    4,
  );
  expect(rows.find((row) => row.includes(',train,1,loss,'))).toMatch(/,loss,0\.693\d*,4,,$/);
  expect(rows.some((row) => row.startsWith('nano-1-sigmoid-seed-42,evaluation,4,eval_loss,'))).toBe(true);
  expect(text('page/metrics.csv')).toBe(csv.bytes.toString());
  const json = JSON.parse((await downloaded(page, 'Metrics as JSON')).bytes.toString());
  expect(json.link).toBe(link);
  expect(json.steps.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3, 4]);
  expect(json.evaluations.map(({ step }: { step: number }) => step)).toEqual([0, 4]);

  const plots = page.getByRole('dialog').getByLabel('Plot', { exact: true });
  await plots.selectOption({ label: 'win_rate' });
  const svg = await downloaded(page, 'Plot as SVG');
  expect(svg.name).toBe('nano-1-sigmoid-seed-42-win-rate.svg');
  const drawing = svg.bytes.toString();
  expect(drawing).toContain('Seed 42');
  expect(drawing).not.toMatch(/var\(|class=|style=/);
  const png = await downloaded(page, 'Plot as PNG');
  const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(drawing)?.map(Number) ?? [];
  expect(pngSize(png.bytes)).toEqual([(width ?? 0) * 2, (height ?? 0) * 2]);
  // By itself, without the page's styles: a line is drawn, and the words are those of the page.
  const alone = await page.context().newPage();
  await alone.goto(`data:image/svg+xml,${encodeURIComponent(drawing)}`);
  await expect(alone.locator('path[stroke^="rgb"][stroke-width="2px"]').first()).toHaveAttribute('d', /^M.+L/);
  const words = (await alone.locator('text').allTextContents()).join('');
  expect(words).toContain('win_rate');
  expect(words.replaceAll(' ', '')).toContain(link.replaceAll(' ', ''));
  await alone.close();
});

test('the recorded run can be taken along too, and says that it is one', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.shown('recorded')).toBeVisible();
  await expect(page.locator('.recharts-line-curve').first()).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const json = JSON.parse((await downloaded(page, 'Metrics as JSON')).bytes.toString());
  expect(json.recorded).toBe(true);
  expect(json.steps.length).toBeGreaterThan(0);
  expect((await downloaded(page, 'Plot as SVG')).bytes.toString()).toContain('a recorded run');
});

test('settings that TRL has not come with the reason and without a script', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(`${FOUR_STEPS}&loss=ipo&ipo_average=0`);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText(/Summed log-ratios \(ipo_average 0/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export to TRL' })).toHaveCount(0);
  const { name, bytes } = await downloaded(page, 'Export data and model');
  expect(name).toBe('nano-1-ipo-seed-42.zip');
  const paths = Object.keys(unzipSync(new Uint8Array(bytes)));
  expect(paths).toContain('nano-1-ipo-seed-42/model/model.safetensors');
  expect(paths).toContain('nano-1-ipo-seed-42/data/train.jsonl');
  expect(paths.filter((path) => path.endsWith('.py'))).toEqual([]);
});

test.describe('what cannot be exported', () => {
  test.use({ expectedErrors: [] });

  test('is told in the dialog, and nothing is lost', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open(`${FOUR_STEPS}&data=own&data_hash=${'a'.repeat(64)}`);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Export to TRL' }).click();
    await expect(page.getByText(/The folder could not be made\. .+/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export to TRL' })).toBeEnabled();
  });
});
