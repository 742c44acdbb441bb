import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
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

test('choosing one’s own file leads to where it is brought, and the recording keeps its own judges', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.shown('recorded')).toBeVisible();
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  const choose = panelOf(page).getByRole('button', { name: 'Choose a file' });
  await page.getByRole('button', { name: /^Drop, paste or fetch rows/ }).click();
  await expect(choose).toBeFocused();
  await expect(choose).toBeInViewport();
  await expect(page.getByRole('region', { name: 'win_rate', exact: true })).toContainText(
    'labelling rule · gold judge: gold score',
  );
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
  await expect(panel).toContainText('1: a field is missing');
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

const panelOf = (page: Page) => page.getByRole('region', { name: 'Your own data' });

async function openFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.setInputFiles('#own-data input[type=file]', { name, mimeType: '', buffer });
}

test('a CSV of other fields is recognised, confirmed, looked at and trained on', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  const cells = Array.from(
    { length: 40 },
    (_, i) => `"What of place ${i},\nthen?",It is lovely.,It is "dull".,${i % 3 === 0 ? 2 : 1}`,
  );
  const table = [
    'input,output_1,output_2,label',
    ...cells.map((line) => line.replaceAll('"dull"', 'dull')),
    'lost,row',
  ].join('\r\n');
  await openFile(page, 'judged.csv', Buffer.from(table));
  const panel = panelOf(page);
  await expect(panel).toContainText('40 of 41 rows of judged.csv can be used.');
  await expect(panel).toContainText('CSV, recognised by the fields input, output_1, output_2, label');
  await expect(panel).toContainText('Record 41: found “2 cells”, expected 4 cells');
  await expect(panel.getByLabel('Read as')).toHaveValue('llmbar');
  // A guess waits for the person.
  await expect(panel).not.toContainText('In use');
  // 14 of 40 labels (0, 3, …, 39) prefer the second answer; the first one is longer.
  await expect(panel).toContainText('26 (65');
  await expect(panel).toContainText('By the tokenizer of nano-1, on 40 rows.');
  await panel.getByRole('button', { name: 'Look at the rows' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('article', { name: 'Row 1 of 40' })).toContainText('What of place 0,\nthen?');
  await dialog.getByRole('button', { name: 'Next rows' }).click();
  await expect(dialog.getByRole('article', { name: 'Row 4 of 40' })).toContainText('It is lovely.');
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Use these rows' }).click();
  await expect(panel).toContainText('In use');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/data_hash=[0-9a-f]{64}/);
  await playground.runToEnd();
});

test('a parquet file is read, and its fields can be understood otherwise', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  const message = (content: string) => [
    { role: 'user', content: 'Tell me.' },
    { role: 'assistant', content },
  ];
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'chosen', data: Array.from({ length: 20 }, (_, i) => message(`Yes, ${i}.`)), type: 'JSON' },
      { name: 'rejected', data: Array.from({ length: 20 }, () => message('No.')), type: 'JSON' },
      { name: 'score_chosen', data: Array.from({ length: 20 }, () => 2.5), type: 'DOUBLE' },
      { name: 'score_rejected', data: Array.from({ length: 20 }, (_, i) => (i === 0 ? 2.5 : 1)), type: 'DOUBLE' },
    ],
  });
  await openFile(page, 'set.parquet', Buffer.from(file));
  const panel = panelOf(page);
  await expect(panel).toContainText('20 of 20 rows of set.parquet can be used.');
  await expect(panel.getByLabel('Read as')).toHaveValue('ultrafeedback');
  await expect(panel).toContainText('Both answers have the same score in 1 record: the label stands. First: record 1.');
  await panel.getByLabel('Read as').selectOption('unpaired');
  await expect(panel).toContainText('0 of 20 rows');
  await expect(panel.getByRole('button', { name: 'Use these rows' })).toHaveCount(0);
  await panel.getByLabel('Read as').selectOption('message_pairs');
  await panel.getByRole('button', { name: 'Use these rows' }).click();
  await expect(panel).toContainText('In use');
});

test('a file that is no data says what it is and what to do, and what was read before stays in use', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  await openFile(page, 'good.jsonl', Buffer.from(rows(10)));
  const panel = panelOf(page);
  await expect(panel).toContainText('In use');
  await openFile(page, 'photo.jsonl', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]));
  const problem = panel.getByRole('alert');
  await expect(problem).toHaveAttribute('data-code', 'DATA_UNREADABLE');
  await expect(problem).toContainText('photo.jsonl cannot be read as preference data.');
  await expect(problem).toContainText('Open JSON Lines, JSON, CSV or parquet');
  await expect(page).toHaveURL(/data_hash=[0-9a-f]{64}/);
  await openFile(
    page,
    'train.parquet',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
  );
  await expect(problem).toContainText('Git LFS pointer');
});

test('single answers train with KTO, and DPO says why it cannot', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(SMALL_RUN);
  await page.getByLabel('Data', { exact: true }).selectOption('own');
  const single = (i: number) => ({
    prompt: `Place ${i}?\n`,
    completion: i % 2 ? 'It is dull.' : 'It is lovely.',
    label: i % 2 === 0,
  });
  await openFile(page, 'kto.json', Buffer.from(JSON.stringify(Array.from({ length: 60 }, (_, i) => single(i)))));
  const panel = panelOf(page);
  await expect(panel).toContainText('60 of 60 rows of kto.json can be used.');
  await expect(panel).toContainText('30 rows, 30 of them to two prompts');
  await panel.getByRole('button', { name: 'Use these rows' }).click();
  await playground.play.click();
  await expect(page.locator('[data-code=DATA_UNPAIRED]')).toContainText('this objective compares pairs', {
    timeout: 60_000,
  });
  await page.getByLabel('Objective', { exact: true }).selectOption('kto');
  await playground.runToEnd();
});

test.describe('the Hub', () => {
  test.use({ expectedHosts: ['huggingface.co'], expectedErrors: ['Failed to load resource'] });

  const content = Buffer.from(rows(30));
  const entry = {
    type: 'file',
    path: 'data/train.jsonl',
    size: 130,
    oid: 'pointer',
    lfs: { oid: createHash('sha256').update(content).digest('hex'), size: content.length },
  };

  test('a set is listed, fetched after a click, kept, and named with its revision', async ({ page }) => {
    const asked: string[] = [];
    await page.context().route('https://huggingface.co/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(pathname);
      const headers = { 'access-control-allow-origin': '*' };
      if (pathname.endsWith('/tree/v1'))
        await route.fulfill({ json: [entry, { type: 'file', path: 'README.md', size: 1, oid: 'r' }], headers });
      else await route.fulfill({ body: content, headers });
    });
    const playground = new Playground(page);
    await playground.open();
    await page.getByLabel('Data', { exact: true }).selectOption('own');
    const panel = panelOf(page);
    await panel.getByText('From the Hugging Face Hub').click();
    await panel.getByLabel('Set', { exact: true }).fill('https://huggingface.co/datasets/some/set');
    await panel.getByLabel('Revision').fill('v1');
    expect(asked).toEqual([]);
    await panel.getByRole('button', { name: 'List its files' }).click();
    await expect(panel).toContainText('1 file of some/set at v1 can be read, 1 other cannot.');
    expect(asked).toEqual(['/api/datasets/some/set/tree/v1']);
    await panel.getByRole('button', { name: 'Fetch this file' }).click();
    await expect(panel).toContainText('30 of 30 rows of some/set@v1/data/train.jsonl can be used.');
    await expect(panel).toContainText('In use');
    expect(asked).toHaveLength(2);
    // Again: from this browser.
    await panel.getByRole('button', { name: 'Fetch this file' }).click();
    await expect(panel).toContainText('In use');
    expect(asked).toHaveLength(2);
  });

  test('what goes wrong there is said plainly, and a download can be called off', async ({ page }) => {
    let answer = {
      status: 401,
      headers: { 'access-control-expose-headers': 'x-error-code', 'x-error-code': 'GatedRepo' } as Record<
        string,
        string
      >,
    };
    let hangs = false;
    await page.context().route('https://huggingface.co/**', async (route) => {
      const headers = { 'access-control-allow-origin': '*', ...answer.headers };
      if (route.request().url().includes('/resolve/')) {
        if (!hangs) await route.abort('connectionreset');
        return;
      }
      if (answer.status === 200) await route.fulfill({ json: [entry], headers });
      else await route.fulfill({ status: answer.status, headers, body: '' });
    });
    const playground = new Playground(page);
    await playground.open();
    await page.getByLabel('Data', { exact: true }).selectOption('own');
    const panel = panelOf(page);
    await panel.getByText('From the Hugging Face Hub').click();
    await panel.getByLabel('Set', { exact: true }).fill('some/set');
    const list = panel.getByRole('button', { name: 'List its files' });
    const problem = panel.getByRole('alert');
    await list.click();
    await expect(problem).toHaveAttribute('data-code', 'HUB_GATED');
    await expect(problem).toContainText('This page has no account.');
    answer = { status: 404, headers: {} };
    await list.click();
    await expect(problem).toHaveAttribute('data-code', 'HUB_NOT_FOUND');
    answer = { status: 429, headers: {} };
    await list.click();
    await expect(problem).toHaveAttribute('data-code', 'HUB_RATE_LIMIT');
    answer = { status: 200, headers: {} };
    await list.click();
    const fetchIt = panel.getByRole('button', { name: 'Fetch this file' });
    await fetchIt.click();
    await expect(problem).toHaveAttribute('data-code', 'HUB_OFFLINE');
    hangs = true;
    await fetchIt.click();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await expect(fetchIt).toBeEnabled();
    await expect(problem).toHaveCount(0);
  });
});
