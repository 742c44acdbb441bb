import { Playground, SMALL_RUN } from './Playground.ts';
import { expect, test } from './support/test.ts';

const row = (index: number) =>
  JSON.stringify({
    prompt: `Tell me about place ${index}.\n`,
    chosen: `It is a lovely place, number ${index}.`,
    rejected: `It is dull.`,
  });
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index)).join('\n');

test('a good file is read, used and put into the link by its fingerprint', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  await page.setInputFiles('#own-data input[type=file]', {
    name: 'mine.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(rows(40)),
  });
  const panel = page.getByRole('region', { name: 'Your own data' });
  await expect(panel).toContainText('40 of 40 rows of mine.jsonl can be used.');
  await expect(panel).toContainText('In use');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/data_hash=[0-9a-f]{64}/);
  await playground.runToEnd();
  await expect(page.getByRole('region', { name: 'What the policy says now' })).toContainText('Tell me about place');
});

test('a bad file says which line, what is wrong and what was expected; nothing is dropped silently', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  const bad = [
    row(1),
    '{"prompt": oops',
    row(2),
    '{"prompt": "a", "chosen": "b"}',
    '{"prompt": "a", "chosen": 3, "rejected": "c"}',
  ].join('\n');
  await page.setInputFiles('#own-data input[type=file]', {
    name: 'bad.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(bad),
  });
  const panel = page.getByRole('region', { name: 'Your own data' });
  await expect(panel).toContainText('3 rows were left out');
  await expect(panel).toContainText(/Line 2: found “\{"prompt": oops”, expected a JSON object/);
  await expect(panel).toContainText(/Line 4, rejected:.*expected a text/);
  await expect(panel).toContainText(/Line 5, chosen: found “3”, expected a text/);
});

test('a link to someone’s rows asks for the file and checks it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(`${SMALL_RUN}&data=own&data_hash=${'a'.repeat(64)}`);
  const panel = page.getByRole('region', { name: 'Your own data' });
  await expect(panel).toContainText('fingerprint aaaaaaaa');
  await playground.play.click();
  await expect(playground.error).toHaveAttribute('data-code', /DATA_/, { timeout: 60_000 });
  await expect(playground.error.getByRole('button', { name: 'Open the file' })).toBeVisible();
  await panel.getByText('Paste rows').click();
  await panel.getByRole('textbox').fill(rows(40));
  await panel.getByRole('button', { name: 'Read these rows' }).click();
  await expect(panel).toContainText('the link asks for aaaaaaaa');
  await panel.getByRole('button', { name: 'Use this file instead' }).click();
  await expect(panel).toContainText('In use');
  await playground.runToEnd();
});
