/** A recording that the engine would no longer make is a false promise: its first steps are run again. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  decodeLink,
  type EngineEvent,
  type Experiment,
  type RecordedRun,
  type StepRecord,
} from '../../src/engine/index.ts';
import { functionSource } from '../../src/engine/model/modelSource.ts';
import { Session } from '../../src/engine/session.ts';
import { ownRows } from '../../src/engine/storage/ownRows.ts';
import { openVariantMemory } from '../../src/engine/storage/variantMemory.ts';
import { memorySnapshotStore } from '../../src/engine/train/snapshot.ts';
import { openBackend } from '../../src/kernels/index.ts';
import { compileKernels } from '../site/wasmKernels.ts';

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));
const wasmBaseUrl = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url));
const STEPS = 5;

async function openSession(emit: (event: EngineEvent) => void): Promise<Session> {
  return new Session({
    emit,
    openBackend: (options) => openBackend({ ...options, loadKernels: compileKernels }),
    source: (folder) => functionSource((path) => readFile(`${publicFolder}${folder}${path}`)),
    wasmBaseUrl,
    snapshots: memorySnapshotStore(),
    ownRows: ownRows(null),
    variants: await openVariantMemory(),
    now: () => Date.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

/** The first steps of an experiment, in Node on WASM. */
async function firstSteps(experiment: Experiment): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  // Evaluations draw from streams of their own: without them the steps are the same.
  const quick = { ...experiment, eval_pairs: 4, eval_prompts: 0 };
  await new Promise<void>((resolve, reject) => {
    const opened = openSession((event) => {
      if (event.type === 'steps') records.push(...event.records);
      if (event.type === 'error') reject(new Error(`${event.code} ${JSON.stringify(event.data)}`));
      if (event.type === 'state' && event.state === 'paused') resolve();
    });
    opened
      .then(async (session) => {
        await session.handle({
          type: 'prepare',
          runId: 'replay',
          experiment: quick,
          backend: 'wasm',
          autostart: false,
        });
        await session.handle({ type: 'step', runId: 'replay', count: STEPS });
      })
      .catch(reject);
  });
  return records;
}

it('makes the first steps of the recording again', async () => {
  const recording: RecordedRun = JSON.parse(await readFile(`${publicFolder}recorded/default.json`, 'utf8'));
  const records = await firstSteps(decodeLink(recording.link).experiment);
  expect(records).toHaveLength(STEPS);
  const distance = (metric: string) =>
    Math.max(
      ...records.map(({ values }, i) =>
        Math.abs((values[metric]?.value ?? Number.NaN) - (recording.records[i]?.values[metric]?.value ?? Number.NaN)),
      ),
    );
  expect(distance('loss')).toBeLessThan(1e-3);
  expect(distance('rewards/margins')).toBeLessThan(1e-3);
  expect(distance('logps/chosen')).toBeLessThan(0.05); // Sums over some forty tokens, recorded to five digits.
}, 120_000);
