/**
 * Runs what a link describes in a headless real browser and prints numbers.
 *
 *   npm run --silent experiment -- 'LINK' [--backend webgpu|wasm|cpu] [--steps N] [--seeds 1,2,3] [--tune] [--json]
 *
 * stdout: a line {"seed","step","metrics"} per evaluation, then one {"summary", "change", …}. Without --json a table of
 * the summary follows on stderr. The same link, seed and backend on one machine and browser print identical lines.
 */
import { parseArgs } from 'node:util';
import { decodeLink, type Evaluation, type Experiment, encodeLink, type MetricValues } from '../../src/engine/index.ts';
import { runExperiment } from '../headless/runExperiment.ts';
import { openHeadlessEngine } from '../headless/runHeadless.ts';
import { summarise, summariseChange, tableText } from './summary.ts';

const USAGE =
  "usage: npm run --silent experiment -- 'LINK' [--backend webgpu|wasm|cpu] [--steps N] [--seeds 1,2,3] [--tune] [--json]";

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function positiveInteger(text: string, name: string, min: number): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) < min) fail(`${name} must be an integer from ${min}, got "${text}"`);
  return Number(text);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        backend: { type: 'string', default: 'auto' },
        steps: { type: 'string' },
        seeds: { type: 'string' },
        tune: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();
if (positionals.length > 1) fail(`one link is expected, got ${positionals.length}; quote it, because of its &`);
const backend = values.backend;
if (backend !== 'auto' && backend !== 'webgpu' && backend !== 'wasm' && backend !== 'cpu')
  fail(`unknown backend "${backend}"`);
const decoded = decodeLink(positionals[0] ?? '');
for (const note of decoded.notes) process.stderr.write(`link: ${JSON.stringify(note)}\n`);
if (decoded.experiment.game !== '') fail('the link shows an exact world, which has no run: open it in the page');
if (decoded.readOnly) fail('the link was made by a newer version');
if (decoded.experiment.data === 'own') fail('a link to own data needs its file, which only the page can ask for');

const steps = values.steps === undefined ? decoded.experiment.max_steps : positiveInteger(values.steps, '--steps', 1);
const seeds =
  values.seeds === undefined
    ? [decoded.experiment.seed]
    : values.seeds.split(',').map((seed) => positiveInteger(seed.trim(), '--seeds', 0));

const engine = await openHeadlessEngine(backend === 'webgpu');
try {
  const runs: { first: MetricValues; last: MetricValues }[] = [];
  let about = {};
  for (const seed of seeds) {
    const experiment: Experiment = { ...decoded.experiment, seed, max_steps: steps };
    const print = ({ step, values: metrics }: Evaluation) =>
      process.stdout.write(`${JSON.stringify({ seed, step, metrics })}\n`);
    const run = await runExperiment(engine, experiment, { backend, tune: values.tune, onEvaluation: print });
    runs.push({ first: run.evaluations[0]?.values ?? {}, last: run.evaluations.at(-1)?.values ?? {} });
    about = { backend: run.backend, adapter: run.adapter, variants: run.variants };
  }
  const summary = summarise(runs.map(({ last }) => last));
  const change = summariseChange(runs);
  const link = `#${encodeLink({ ...decoded.experiment, max_steps: steps })}`;
  process.stdout.write(
    `${JSON.stringify({ summary, change, link, seeds, ...about, browser: engine.browserVersion })}\n`,
  );
  if (!values.json) process.stderr.write(tableText(summary, change));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await engine.close();
}
