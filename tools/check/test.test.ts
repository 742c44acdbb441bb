import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './test.mjs';

test('counts what vitest reports', () => {
  const report = { success: true, numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };
  expect(vitestCounts(report)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(vitestCounts({ ...report, success: false, numFailedTests: 4 }).failed).toBe(4);
});

test('a test file that does not load is a failure', () => {
  const report = { success: false, numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  expect(vitestCounts(report).failed).toBe(1);
});

test('counts what Playwright reports, and trusts no flaky test', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCounts({ stats, errors: [] })).toEqual({ passed: 7, failed: 2, skipped: 2 });
  expect(playwrightCounts({ stats, errors: [{ message: 'no browser' }] }).failed).toBe(3);
});
