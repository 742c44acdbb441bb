/**
 * Trains what links describe with this project's engine in a headless browser (WebAssembly), for `check.py`:
 *
 *   npx tsx tools/trl/ourSteps.ts 'LINK'…
 *
 * stdout: a JSON line for each link, {"link", "steps": [{"step", "values"}], "evaluations": [the same]}.
 */
import { decodeLink } from '../../src/engine/index.ts';
import { runExperiment } from '../headless/runExperiment.ts';
import { openHeadlessEngine } from '../headless/runHeadless.ts';

const links = process.argv.slice(2);
if (links.length === 0) {
  process.stderr.write("usage: npx tsx tools/trl/ourSteps.ts 'LINK'…\n");
  process.exit(2);
}
const engine = await openHeadlessEngine(false);
try {
  for (const link of links) {
    const { experiment } = decodeLink(link);
    const { records, evaluations } = await runExperiment(engine, experiment, { backend: 'wasm', tune: false });
    const measured = evaluations.map(({ step, values }) => ({ step, values }));
    process.stdout.write(`${JSON.stringify({ link, steps: records, evaluations: measured })}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await engine.close();
}
