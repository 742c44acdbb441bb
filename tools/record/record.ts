/**
 * Makes the recorded runs again, in a headless real browser on WASM: what the page draws before anybody pressed Play.
 *
 *   npm run record [-- PRESET…]      without names: every preset
 *
 * Writes `public/recorded/PRESET.json` each; the first preset's run is also `default.json`. Seeds are those of the presets'
 * links. `recorded.test.ts` and `replay.test.ts` hold what is written to the presets' bands and to the engine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  encodeLink,
  type Inspection,
  PRESETS,
  PROTOCOL_VERSION,
  type Preset,
  presetExperiment,
  type RunId,
} from '../../src/engine/index.ts';
import { runExperiment } from '../headless/runExperiment.ts';
import { type HeadlessEngine, openHeadlessEngine } from '../headless/runHeadless.ts';
import { leftBands } from './outcome.ts';
import { slimRun } from './slimRun.ts';

const folder = fileURLToPath(new URL('../../public/recorded/', import.meta.url));

/** Held-out pair 0 under the trained policy. */
function inspectFirst(engine: HeadlessEngine, runId: RunId): Promise<Inspection> {
  return new Promise((resolve, reject) => {
    const unsubscribe = engine.subscribe((event) => {
      if (event.type === 'error') reject(new Error(`${event.code} ${JSON.stringify(event.data)}`));
      else if (event.type === 'inspection') resolve(event.inspection);
      else return;
      unsubscribe();
    });
    engine.send({ type: 'inspect', runId, index: 0 }).catch(reject);
  });
}

/** @returns sentences on the bands that the run left */
async function record(engine: HeadlessEngine, preset: Preset): Promise<string[]> {
  const experiment = presetExperiment(preset);
  const link = encodeLink(experiment);
  const run = await runExperiment(engine, experiment, { backend: 'wasm', tune: false });
  const text = `${JSON.stringify(
    slimRun({
      protocol: PROTOCOL_VERSION,
      link,
      command: `npm run --silent experiment -- '#${link}' --backend wasm`,
      backend: run.backend,
      records: run.records,
      evaluations: run.evaluations,
      inspection: await inspectFirst(engine, run.runId),
    }),
  )}\n`;
  writeFileSync(`${folder}${preset.id}.json`, text);
  if (preset === PRESETS[0]) writeFileSync(`${folder}default.json`, text);
  return leftBands(run.evaluations, preset.outcome);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !PRESETS.some((preset) => preset.id === id));
if (unknown.length > 0) {
  process.stderr.write(`no such preset: ${unknown.join(', ')}; there are ${PRESETS.map(({ id }) => id).join(', ')}\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const engine = await openHeadlessEngine(false);
try {
  for (const preset of PRESETS.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    const startMs = Date.now();
    const left = await record(engine, preset);
    process.stdout.write(`${preset.id}: recorded in ${Math.round((Date.now() - startMs) / 1000)} s\n`);
    for (const sentence of left) process.stdout.write(`  out of its band: ${sentence}\n`);
    if (left.length > 0) process.exitCode = 1;
  }
} finally {
  await engine.close();
}
