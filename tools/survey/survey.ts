/**
 * Runs the survey or the sweep that a link describes, in a headless real browser, by the page's own runner.
 *
 *   npm run --silent survey -- 'LINK' [--backend webgpu|wasm|cpu] [--tune] [--json]
 *
 * stdout: a line {"cell", "objective", "values", "seed", "state", …, "metrics"} as soon as a cell has ended, then one {"rows", "link", …}.
 * Without --json a table follows on stderr. The same link and backend on one machine and browser print identical numbers, but
 * for seconds. Exits with 1 where a cell failed for another reason than diverging.
 */
import { parseArgs } from 'node:util';
import {
  type CellResult,
  decodeLink,
  encodeLink,
  type SurveyPlan,
  SurveyRunner,
  type SurveyState,
  surveyPlan,
} from '../../src/engine/index.ts';
import { openHeadlessEngine } from '../headless/runHeadless.ts';
import { rowsOf, tableOf } from './surveyRows.ts';

const USAGE = "usage: npm run --silent survey -- 'LINK' [--backend webgpu|wasm|cpu] [--tune] [--json]";

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        backend: { type: 'string', default: 'auto' },
        tune: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();
const { backend, tune } = values;
if (positionals.length !== 1) fail(`one link is expected, got ${positionals.length}; quote it, because of its &`);
if (backend !== 'auto' && backend !== 'webgpu' && backend !== 'wasm' && backend !== 'cpu')
  fail(`unknown backend "${backend}"`);
const { experiment, notes, readOnly } = decodeLink(positionals[0] ?? '');
for (const note of notes) process.stderr.write(`link: ${JSON.stringify(note)}\n`);
if (readOnly) fail('the link was made by a newer version');
if (experiment.data === 'own') fail('a link to own data needs its file, which only the page can ask for');
const plan = surveyPlan(experiment);
if (plan === null) fail('the link asks for no survey: it needs bench=ipo,simpo or sweep=beta:0.01:1:5');

const engine = await openHeadlessEngine(backend === 'webgpu');
try {
  const results = await carryOut(plan);
  const link = `#${encodeLink(experiment)}`;
  const rows = rowsOf(plan, results);
  process.stdout.write(`${JSON.stringify({ rows, seeds: plan.seeds, link, browser: engine.browserVersion })}\n`);
  if (!values.json) process.stderr.write(tableOf(plan, results, link));
  if (Object.values(results).some(({ state }) => state === 'failed')) process.exitCode = 1;
} finally {
  await engine.close();
}

async function carryOut(surveyed: SurveyPlan): Promise<SurveyState['results']> {
  const said = new Set<string>();
  const runner = new SurveyRunner(surveyed, engine, {
    backend: backend as 'auto' | 'webgpu' | 'wasm' | 'cpu',
    tune,
    now: () => performance.now(),
    onChange({ results, phase, secondsLeft }) {
      for (const { id } of surveyed.cells) {
        const result = results[id];
        if (result === undefined || said.has(id)) continue;
        said.add(id);
        print(id, result);
        if (secondsLeft !== null) {
          process.stderr.write(
            `${said.size} of ${surveyed.cells.length} runs, about ${Math.round(secondsLeft)} s left\n`,
          );
        }
      }
      if (phase === 'measured') {
        process.stderr.write(`${surveyed.cells.length} runs, about ${Math.round(secondsLeft ?? 0)} s in all\n`);
      }
    },
  });
  await runner.measure();
  await runner.run();
  return runner.current.results;
}

function print(cell: string, result: CellResult): void {
  const found = plan?.cells.find(({ id }) => id === cell);
  if (found === undefined || plan === null) return;
  const { row, seed } = found;
  const swept = plan.axes.map(({ setting }, axis) => [setting.name, row.point?.values[axis]]);
  const { state, step, steps, tokens, seconds, failure, first, last } = result;
  const about = { cell, objective: row.loss, values: Object.fromEntries(swept), seed };
  process.stdout.write(
    `${JSON.stringify({ ...about, state, step, steps, tokens, seconds, failure, before: first, metrics: last })}\n`,
  );
}
