/**
 * Trains with every offline objective at the page's defaults and writes what came of it as a page of the docs.
 *
 *   npm run --silent methods -- [--methods sigmoid,ipo] [--seeds 1,2,3] [--steps 40] [--runs FILE]
 *
 * stdout: a line {"method","seed","start","end"} a run; what FILE holds of such lines is not trained again. Exits with 1 when an objective does nothing, diverges or fails: a defect of
 * its defaults. Runs go through the page's own engine on WebAssembly, one after the other; without --methods the page is written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decodeLink, defaultExperiment, METHODS, type MethodDefinition } from '../../src/engine/index.ts';
import { runExperiment } from '../headless/runExperiment.ts';
import { openHeadlessEngine } from '../headless/runHeadless.ts';
import { type MethodRun, methodsPage, verdictOf } from './methodsPage.ts';

/** The unbiased world, so that labels and gold agree; one evaluation before and one after. */
const SETTINGS = 'v=1&model=nano-1&data=style&eval_pairs=200&eval_prompts=64';

const { values } = parseArgs({
  options: {
    methods: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    steps: { type: 'string', default: '40' },
    runs: { type: 'string' },
  },
});
const seeds = values.seeds.split(',').map(Number);
const steps = Number(values.steps);
if (!Number.isInteger(steps) || steps < 1 || !seeds.every(Number.isInteger)) {
  process.stderr.write('--steps and --seeds take whole numbers\n');
  process.exit(2);
}
const wanted = values.methods?.split(',');
const methods = METHODS.filter(({ id, needs }) => !needs.sampling && (wanted?.includes(id) ?? true));

/** Of an earlier call that was cut short, or of one method whose defaults have changed since. */
const known = new Map<string, MethodRun>();
for (const line of values.runs === undefined ? [] : readFileSync(values.runs, 'utf8').split('\n')) {
  if (line === '') continue;
  const { method, seed, ...run } = JSON.parse(line) as MethodRun & { method: string; seed: number };
  known.set(`${method} ${seed}`, run);
}

const engine = await openHeadlessEngine(false);
const runs = new Map<MethodDefinition, MethodRun[]>();
try {
  for (const method of methods) {
    const ofMethod: MethodRun[] = [];
    for (const seed of seeds) ofMethod.push(known.get(`${method.id} ${seed}`) ?? (await train(method, seed)));
    runs.set(method, ofMethod);
    const { words } = verdictOf(ofMethod);
    if (words !== '') process.stderr.write(`${method.id}: ${words}\n`);
  }
} finally {
  await engine.close();
}
if (wanted === undefined) {
  const command = `npm run --silent methods -- --seeds ${values.seeds} --steps ${steps}`;
  writeFileSync('docs/methods.md', methodsPage(METHODS, runs, { command, settings: SETTINGS, steps, seeds }));
}
if ([...runs.values()].some((ofMethod) => !verdictOf(ofMethod).works)) process.exitCode = 1;

async function train(method: MethodDefinition, seed: number): Promise<MethodRun> {
  const { experiment } = decodeLink(SETTINGS);
  const { loss, hyperparameters, learning_rate } = defaultExperiment(method.id);
  const ownDefaults = { ...experiment, loss, hyperparameters, learning_rate };
  let run: MethodRun;
  try {
    const { evaluations } = await runExperiment(
      engine,
      { ...ownDefaults, seed, max_steps: steps, eval_steps: steps },
      { backend: 'wasm', tune: false },
    );
    run = { start: evaluations[0]?.values ?? {}, end: evaluations.at(-1)?.values ?? {}, failure: null };
  } catch (error) {
    run = { start: {}, end: {}, failure: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(`${JSON.stringify({ method: method.id, seed, ...run })}\n`);
  return run;
}
