import { expect, test } from 'vitest';
import { personStore } from '../storage/personStore.ts';
import { goldAgreement, policyPreferred } from './agreement.ts';
import { preferenceRows } from './preferenceRows.ts';
import type { JudgedComparison } from './types.ts';

const judged = (
  verdict: JudgedComparison['verdict'],
  gold: number | null,
  firstFrom: JudgedComparison['firstFrom'] = 'policy',
  secondFrom: JudgedComparison['secondFrom'] = 'reference',
): JudgedComparison => ({ prompt: '?', first: 'a', second: 'b', firstFrom, secondFrom, gold, verdict });

test('agreement counts pairs that both decide, with Wilson’s interval', () => {
  const all = [judged(1, 1), judged(0, 0), judged(1, 0), judged(0.5, 1), judged(1, 0.5), judged(1, null)];
  // 2 of 3: Wilson's 95 % interval by hand, z² = 3.8415: (2/3 + 0.64025) / 2.28049 ∓ 0.3659…
  expect(goldAgreement(all)).toMatchObject({ n: 3, rate: 2 / 3 });
  expect(goldAgreement(all)?.low).toBeCloseTo(0.2077, 3);
  expect(goldAgreement(all)?.high).toBeCloseTo(0.9385, 3);
  expect(goldAgreement([judged(0.5, 1)])).toBeNull();
});

test('whose answers are preferred does not depend on where they stood', () => {
  const all = [
    judged(1, null, 'policy', 'reference'),
    judged(0, null, 'reference', 'policy'),
    judged(0.5, null, 'reference', 'policy'),
    judged(0, null, 'policy', 'policy'),
  ];
  expect(policyPreferred(all)).toMatchObject({ n: 3, rate: 2.5 / 3 });
  expect(policyPreferred([judged(1, null, 'policy', 'policy')])).toBeNull();
});

test('ties are no rows', () => {
  expect(preferenceRows([judged(1, 1), judged(0.5, 1), judged(0, 1)])).toEqual([
    { prompt: '?', chosen: 'a', rejected: 'b' },
    { prompt: '?', chosen: 'b', rejected: 'a' },
  ]);
});

test('without a database judgements last as long as the page, and it says so', async () => {
  const store = personStore(null);
  expect(await store.load()).toEqual({ judged: [], waiting: [], next: 0 });
  const set = { judged: [judged(1, 1)], waiting: [], next: 8 };
  expect(await store.save(set)).toBe(false);
  expect(await store.load()).toEqual(set);
});
