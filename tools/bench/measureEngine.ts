import { lossProblems } from './checkLosses.ts';
import { openBench } from './openBench.ts';
import type { BenchOptions } from './parseOptions.ts';
import { reportOf, reportText } from './report.ts';
import { runCases } from './runCases.ts';

/** Measures the engine beside its peers and prints. @returns whether every case ran and all losses are as they should be */
export async function measureEngine(options: BenchOptions): Promise<boolean> {
  const bench = await openBench();
  try {
    const device = await bench.describeDevice();
    const { results, loads } = await runCases(bench, options, (line) => process.stderr.write(`${line}\n`));
    const report = reportOf(results, { loads, browser: bench.browser.version(), device });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
    const problems = lossProblems(results);
    for (const problem of problems) process.stderr.write(`LOSSES DISAGREE: ${problem}\n`);
    return problems.length === 0 && Object.keys(report.errors).length === 0;
  } finally {
    await bench.close();
  }
}
