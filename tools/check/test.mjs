// The whole proof: npm test. Every step runs even when an earlier one failed, so that one run shows all there is to mend.
// Last line: N passed, N failed, N skipped, over all tests; a step that is not a test counts as one failure when it fails.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../browser/findBrowser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join(root, '.cache/reports');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {string} file @returns {any} */
const read = (file) => JSON.parse(readFileSync(join(reports, file), 'utf8'));

/**
 * @typedef {object} VitestReport
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults one per file
 */

/**
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  // A file that does not load fails without a test of its own; an error outside of all tests fails the run alone.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: report.success || failed > 0 ? failed : 1,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/** @type {{ name: string, command: string[], counts?: () => Counts }[]} */
const steps = [
  { name: 'lint', command: ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'] },
  { name: 'types', command: ['typescript/bin/tsc', '-b'] },
  { name: 'knip', command: ['knip/bin/knip.js'] },
  ...['node', 'webgpu', 'no-webgpu'].map((project) => ({
    name: `vitest ${project}`,
    command: [
      'vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(reports, `vitest-${project}.json`)}`,
    ],
    counts: () => vitestCounts(read(`vitest-${project}.json`)),
  })),
  { name: 'build', command: ['vite/bin/vite.js', 'build', '--logLevel', 'warn'] },
  { name: 'size', command: ['../tools/check/size.mjs'] },
  { name: 'e2e', command: ['@playwright/test/cli.js', 'test'], counts: () => playwrightCounts(read('e2e.json')) },
];

function main() {
  rmSync(reports, { recursive: true, force: true });
  rmSync(join(root, 'dist'), { recursive: true, force: true }); // an old build must not answer for a failed one
  mkdirSync(reports, { recursive: true });
  findBrowser(); // before anything else, since nothing is proven without one

  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const lines = [];
  for (const { name, command, counts } of steps) {
    const startMs = Date.now();
    process.stdout.write(`\n== ${name}\n`);
    const [script = '', ...args] = command;
    const run = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CI: '1' },
    });
    /** @type {Counts} */
    let result = { passed: 0, failed: 0, skipped: 0 };
    try {
      if (counts) result = counts();
    } catch {
      result.failed = 1; // it ended before it could write its report
    }
    if (run.status !== 0 && result.failed === 0) result.failed = 1;
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
    const tests = counts ? ` (${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped)` : '';
    const seconds = Math.round((Date.now() - startMs) / 1000);
    lines.push(`${result.failed === 0 ? 'ok    ' : 'FAILED'} ${name}${tests}, ${seconds} s`);
  }
  process.stdout.write(
    `\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
