import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './test.mjs';

const loaded = { status: 'passed', assertionResults: [{}, {}] };
const unloaded = { status: 'failed', assertionResults: [] };
const report = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [loaded],
};

test('counts what vitest reports', () => {
  expect(vitestCounts(report)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(vitestCounts({ ...report, success: false, numFailedTests: 4 }).failed).toBe(4);
});

test('every test file that does not load is a failure, and so is an error outside of all tests', () => {
  const broken = { ...report, success: false, testResults: [loaded, unloaded, unloaded] };
  expect(vitestCounts(broken).failed).toBe(2);
  expect(vitestCounts({ ...broken, numFailedTests: 3 }).failed).toBe(5);
  expect(vitestCounts({ ...report, success: false }).failed).toBe(1);
});

test('counts what Playwright reports, and trusts no flaky test', () => {
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCounts({ stats, errors: [] })).toEqual({ passed: 7, failed: 2, skipped: 2 });
  expect(playwrightCounts({ stats, errors: [{ message: 'no browser' }] }).failed).toBe(3);
});
