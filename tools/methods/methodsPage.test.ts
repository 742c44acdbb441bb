import { expect, test } from 'vitest';
import { METHODS, type MethodDefinition } from '../../src/engine/index.ts';
import { type MethodRun, methodsPage, verdictOf } from './methodsPage.ts';

function run(end: Record<string, number>, failure: string | null = null): MethodRun {
  const values = (of: Record<string, number>) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, { value, n: 1 }]));
  return { start: values({ 'eval_logps/chosen': -20 }), end: values(end), failure };
}

test('an objective works when it moves the policy and answers still end', () => {
  expect(verdictOf([run({ kl: 2, gold_win_rate: 0.7 })])).toEqual({ works: true, words: '' });
  expect(verdictOf([run({ kl: 0.01 })])).toEqual({ works: false, words: 'does nothing: KL 0.010' });
  expect(verdictOf([run({ kl: 30, 'completions/clipped_ratio': 0.9 })]).works).toBe(false);
  expect(verdictOf([run({ kl: 1 }), run({}, 'LOSS_DIVERGED {}')])).toEqual({
    works: false,
    words: 'fails: LOSS_DIVERGED {}',
  });
  expect(verdictOf([run({ kl: 25, gold_win_rate: 0.6 })]).words).toBe('far from the reference');
  expect(verdictOf([run({ kl: 1, gold_win_rate: 0.3 })])).toEqual({ works: true, words: 'gold win rate 30 %' });
});

test('the page has a row for every registered objective, with mean and spread over seeds', () => {
  const runs = new Map<MethodDefinition, MethodRun[]>();
  const [dpo] = METHODS;
  if (dpo === undefined) return expect.fail('no methods');
  const end = { 'eval_rewards/accuracies': 0.7, 'eval_logps/chosen': -23, kl: 2, gold_win_rate: 0.6 };
  runs.set(dpo, [run(end), run({ ...end, 'eval_rewards/accuracies': 0.8 })]);
  const page = methodsPage(METHODS, runs, { command: 'C', settings: 'S', steps: 40, seeds: [1, 2] });
  for (const { id } of METHODS) expect(page).toContain(`\`${id}\``);
  expect(page).toContain('| 75 ± 7 | – | – | −3.0 ± 0.0 | 2.00 ± 0.00 | – | 60 ± 0 |  |');
  expect(page).toContain('not run');
});
