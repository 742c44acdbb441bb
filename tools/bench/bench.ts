/**
 * Measures this project beside its peers, in one headless Chromium and one run.
 *
 *   npm run --silent bench [-- --json] [--only CASE[,CASE]] [--rounds N]
 *   npm run --silent bench -- --page [--json] [--rounds N] [--no-build]     times of the page instead of the engine
 *
 * Prints ratios first, then times (docs/performance.md says how it measures). Leaves with 1 when libraries that train the same
 * model report different losses, or a case fails.
 */
import { CASES } from './caseList.ts';
import { measureEngine } from './measureEngine.ts';
import { measurePage } from './page/measurePage.ts';
import { type BenchOptions, parseOptions } from './parseOptions.ts';

const args = process.argv.slice(2);

function options(): BenchOptions {
  try {
    return parseOptions(
      args,
      CASES.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

const engine = async () => ((await measureEngine(options())) ? 0 : 1);
process.exitCode = await (args.includes('--page') ? measurePage(args.filter((arg) => arg !== '--page')) : engine());
