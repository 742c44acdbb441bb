import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '../../src/engine/methods/index.ts';
import { bradleyTerry } from '../../src/engine/methods/reward/bradleyTerry.ts';
import { checkGolden } from './checkGolden.ts';
import { expressLoss } from './expressLoss.ts';
import { readGolden } from './readGolden.ts';
import type { Outcome } from './types.ts';

const GOLDEN = fileURLToPath(new URL('../../../shared/golden/', import.meta.url));
const present = existsSync(GOLDEN);
if (!present) console.warn('skipped: golden numbers (../shared/golden is not beside the repository)');

async function check(...paths: string[]) {
  const outcomes: (Outcome & { path: string })[] = [];
  const problems: string[] = [];
  await checkGolden(paths, {
    outcome: (path, result) => outcomes.push({ ...result, path }),
    problem: (text) => problems.push(text),
  });
  const ids = (status: Outcome['status']) => outcomes.filter((result) => result.status === status).map(({ id }) => id);
  return { outcomes, problems, passed: ids('passed'), failed: ids('failed'), skipped: ids('skipped') };
}

describe.skipIf(!present)('the golden numbers', () => {
  let losses: Awaited<ReturnType<typeof check>>;
  beforeAll(async () => {
    losses = await check(join(GOLDEN, 'losses'));
  });

  test('hold in float64 and on tensors for every loss that is ours', () => {
    const { outcomes, problems, passed } = losses;
    expect(problems).toEqual([]);
    expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(passed).toHaveLength(397);
  });

  test('hold for optimiser, schedules and metrics', async () => {
    const { outcomes, problems, passed } = await check(join(GOLDEN, 'optim'), join(GOLDEN, 'metrics'));
    expect(problems).toEqual([]);
    expect(outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
    const some = ['adamw/0', 'clip/4', 'schedule/cosine-6', 'corr/5', 'wilson/0', 'kl/2'];
    expect(passed).toEqual(expect.arrayContaining(some));
  });

  test('hold for advantages', async () => {
    const { outcomes, problems, passed } = await check(join(GOLDEN, 'advantages'));
    expect(problems).toEqual([]);
    expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(passed).toHaveLength(87);
  });

  test('hold for games', async () => {
    const { outcomes, problems, passed } = await check(join(GOLDEN, 'games'));
    expect(problems).toEqual([]);
    expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(passed).toHaveLength(44);
  });

  test('have a case for every method but those without a public implementation that was run', () => {
    const { outcomes } = losses;
    const passed = new Set(
      outcomes.filter(({ status }) => status === 'passed').map((result) => `${result.path} ${result.id}`),
    );
    const files = [...new Set(outcomes.map(({ path }) => path))].map(readGolden);
    const covered = files.flatMap(({ path, cases }) =>
      cases.filter((golden) => passed.has(`${path} ${golden.id}`)).map((golden) => expressLoss(golden).method.id),
    );
    expect([...new Set(covered)].sort()).toEqual(
      [...METHODS, bradleyTerry]
        .map(({ id }) => id)
        .filter((id) => !WITHOUT_GOLDEN.has(id))
        .sort(),
    );
  });
});

/** Methods that no golden file covers: their values are worked out in tests beside them. */
const WITHOUT_GOLDEN: ReadonlySet<string> = new Set([
  'modpo',
  'rank_attenuated',
  'nca_unpaired',
  'pro_rank',
  'tpo_tree',
  'rationale',
  'spo_selfsup',
  'mapl',
  'implicit_sft',
  'vpo',
  'mapo',
  'sparsepo',
]);

// One pair with β·Δ = 0.2, worked out by hand.
const CASE = {
  id: 'sigmoid/by-hand',
  loss: 'sigmoid',
  hyperparameters: { beta: 0.1 },
  source: {},
  inputs: {
    policy_chosen_token_logps: [[-1, -2]],
    policy_rejected_token_logps: [[-3]],
    ref_chosen_token_logps: [[-2, -2]],
    ref_rejected_token_logps: [[-2]],
  },
  expected: {
    loss: Math.log1p(Math.exp(-0.2)),
    chosen_rewards: [0.1],
    rejected_rewards: [-0.1],
    grad: { policy_chosen_token_logps: [[-0.1 / (1 + Math.exp(0.2)), -0.1 / (1 + Math.exp(0.2))]] },
  },
  flags: [],
};
const FILE = { schema: 'golden/1', family: 'test', kind: 'pair', notes: [], tolerance: {}, count: 1, cases: [CASE] };

/** A folder with these files, as JSON unless they are texts. */
function folder(files: Record<string, unknown>): string {
  const path = mkdtempSync(join(tmpdir(), 'golden-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

function variant(change: Partial<typeof CASE>): string {
  return folder({ 'losses/test.json': { ...FILE, cases: [{ ...CASE, ...change }] } });
}

describe('the checker', () => {
  test('passes a right case', async () => {
    expect((await check(folder({ 'deep/test.json': FILE }))).passed).toEqual(['sigmoid/by-hand']);
  });

  test.each([
    ['a wrong loss', { ...CASE.expected, loss: 0.5981 }],
    ['a wrong reward', { ...CASE.expected, chosen_rewards: [0.1001] }],
    ['a wrong gradient of one token', { ...CASE.expected, grad: { policy_chosen_token_logps: [[-0.045, -0.0451]] } }],
    ['a missing value', { ...CASE.expected, chosen_rewards: [] }],
    ['no loss', { chosen_rewards: [0.1] }],
  ])('fails %s', async (_, expected) => {
    const { failed, passed } = await check(variant({ expected: expected as typeof CASE.expected }));
    expect({ failed, passed }).toEqual({ failed: ['sigmoid/by-hand'], passed: [] });
  });

  test('fails a case whose inputs are incomplete', async () => {
    const { outcomes } = await check(variant({ inputs: { ...CASE.inputs, policy_chosen_token_logps: [] } }));
    expect(outcomes).toMatchObject([{ status: 'failed' }]);
  });

  test.each([
    ['another loss', { loss: 'not_a_loss' }],
    ['a setting without counterpart', { hyperparameters: { beta: 0.1, humanline: true } }],
    ['a mixture', { hyperparameters: { beta: 0.1, loss_types: ['sigmoid', 'sft'] } }],
  ])('skips and names %s', async (_, change) => {
    const { skipped, failed } = await check(variant(change as Partial<typeof CASE>));
    expect({ skipped, failed }).toEqual({ skipped: ['sigmoid/by-hand'], failed: [] });
  });

  test.each([
    ['a schema it does not know', { ...FILE, schema: 'golden/2' }, 'golden/2'],
    ['text that is no JSON', '{"schema":', 'JSON'],
    ['a wrong count', { ...FILE, count: 2 }, 'count is 2'],
    ['a case without id', { ...FILE, cases: [{ ...CASE, id: 1 }] }, 'cases[0].id'],
  ])('reports %s', async (_, content, words) => {
    const { problems, outcomes } = await check(folder({ 'test.json': content }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    expect(outcomes).toEqual([]);
  });

  test('reports a folder that is not there, and one without golden files', async () => {
    expect((await check('/no/such/folder')).problems).toHaveLength(1);
    expect((await check(folder({ 'README.md': 'nothing' }))).problems).toHaveLength(1);
    expect((await check()).problems).toHaveLength(1);
  });
});

describe('the command', () => {
  const run = (...paths: string[]) => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'golden', '--', ...paths], {
      cwd: root,
      encoding: 'utf8',
    });
    return { status, lines: stdout.trimEnd().split('\n') };
  };

  test('prints a line per case that did not pass, a summary last, and exits by it', { timeout: 90_000 }, () => {
    const cases = [CASE, { ...CASE, id: 'wrong', expected: { loss: 0 } }, { ...CASE, id: 'other', loss: 'not_a_loss' }];
    const { status, lines } = run(folder({ 'test.json': { ...FILE, count: 3, cases } }));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^failed .*test\.json wrong: float64 loss: got 0\.598\d*, want 0/);
    expect(lines[1]).toMatch(/^skipped .*test\.json other: loss 'not_a_loss'$/);
    expect(lines[2]).toBe('1 passed, 1 failed, 1 skipped');
    expect(status).toBe(1);
    expect(run(folder({ 'test.json': FILE }))).toEqual({ status: 0, lines: ['1 passed, 0 failed, 0 skipped'] });
  });
});
