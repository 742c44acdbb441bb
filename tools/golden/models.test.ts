import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, openBackend } from '../../src/kernels/index.ts';
import { checkModelFolder } from './models.ts';

const MODELS = new URL('../../../shared/golden/models/', import.meta.url);
const present = existsSync(MODELS);
if (!present) console.warn('skipped: golden models (../shared/golden is not beside the repository)');
const folder = (name: string): string => fileURLToPath(new URL(name, MODELS));
let backend: Backend;

beforeAll(async () => {
  backend = await openBackend({ prefer: 'cpu' });
});

afterAll(() => backend.dispose());

test.skipIf(!present)('tiny-llama: five cases, all within tolerance', async () => {
  const result = await checkModelFolder(folder('tiny-llama'), backend);
  if (result.kind !== 'checked') throw new Error(result.reason);
  expect(result.cases.map(({ id, passed }) => [id, passed])).toEqual([
    ['full', true],
    ['masked_prompt', true],
    ['right_padded', true],
    ['greedy', true],
    ['gradients', true],
  ]);
  // A comparison that compared nothing would be perfect.
  for (const { id, worst } of result.cases) if (id !== 'greedy') expect(worst).toBeGreaterThan(0);
});

test.skipIf(!present)('a family that the decoder does not know is skipped by name', async () => {
  expect(await checkModelFolder(folder('tiny-gpt2'), backend)).toEqual({
    kind: 'skipped',
    cases: ['full', 'masked_prompt', 'right_padded', 'greedy', 'gradients'],
    reason: 'model_type gpt2',
  });
});
