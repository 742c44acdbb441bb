/**
 * Measures this project beside its peers, in one headless Chromium and one run.
 *
 *   npm run --silent bench [-- --json] [--only CASE[,CASE]] [--rounds N]
 *
 * Prints ratios first, then times (docs/performance.md says how it measures). Leaves with 1 when libraries that train the same
 * model report different losses, or a case fails.
 */
import { CASES } from './caseList.ts';
import { measureEngine } from './measureEngine.ts';
import { type BenchOptions, parseOptions } from './parseOptions.ts';

function options(): BenchOptions {
  try {
    return parseOptions(
      process.argv.slice(2),
      CASES.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

process.exitCode = (await measureEngine(options())) ? 0 : 1;
