/**
 * Holds this program to the golden numbers: `npm run --silent golden -- DIR…` checks every golden file at or below DIR.
 *
 * Prints a line per failing case and per case that it does not know, and last `N passed, N failed, N skipped`. A path that
 * cannot be read, or a file that is no golden file, is an error. Exits 0 only without failures and errors.
 */
import { checkGolden } from './checkGolden.ts';

const counts = { passed: 0, failed: 0, skipped: 0 };
let problems = 0;

await checkGolden(process.argv.slice(2), {
  outcome(path, result) {
    counts[result.status]++;
    if (result.status !== 'passed') console.log(`${result.status} ${path} ${result.id}: ${result.reason}`);
  },
  problem(text) {
    problems++;
    console.error(`error: ${text}`);
  },
});
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed + problems > 0 ? 1 : 0;
