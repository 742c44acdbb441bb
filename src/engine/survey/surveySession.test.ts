import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { openBackend } from '../../kernels/index.ts';
import { decodeLink, encodeLink } from '../experiment/codec.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { functionSource } from '../model/modelSource.ts';
import type { EngineEvent } from '../protocol.ts';
import { Session } from '../session.ts';
import { ownRows } from '../storage/ownRows.ts';
import { openVariantMemory } from '../storage/variantMemory.ts';
import { tinyModelFiles } from '../testing/tinyModel.ts';
import { memorySnapshotStore } from '../train/snapshot.ts';
import { SurveyRunner } from './SurveyRunner.ts';
import { surveyPlan } from './surveyPlan.ts';

const publicFolder = fileURLToPath(new URL('../../../public/', import.meta.url));
const wasmBaseUrl = fileURLToPath(
  new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);

const SURVEY = {
  ...defaultExperiment(),
  model: 'tiny',
  bench: 'sigmoid,sft',
  seeds: '1,2',
  max_steps: 4,
  eval_steps: 2,
  per_device_train_batch_size: 4,
  max_length: 48,
  eval_pairs: 8,
  eval_prompts: 4,
  max_completion_length: 8,
};

/** The results of a link, on an engine of its own. */
async function resultsOf(link: string) {
  const tiny = await tinyModelFiles();
  const listeners = new Set<(event: EngineEvent) => void>();
  const snapshots = memorySnapshotStore();
  const session = new Session({
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    openBackend: (options) => openBackend({ ...options, loadKernels: compileKernels }),
    source: (folder) =>
      functionSource(async (path) => {
        const made = folder === 'models/tiny/' ? tiny.get(path) : undefined;
        if (made) return made;
        const file = await readFile(`${publicFolder}${folder}${path}`);
        if (!path.endsWith('.jsonl')) return file;
        return new TextEncoder().encode(new TextDecoder().decode(file).split('\n').slice(0, 80).join('\n'));
      }),
    wasmBaseUrl,
    snapshots,
    ownRows: ownRows(null),
    variants: await openVariantMemory(),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const plan = surveyPlan(decodeLink(link).experiment);
  if (plan === null) throw new Error('no plan');
  const runner = new SurveyRunner(
    plan,
    {
      send: (command) => void session.handle(command),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    { backend: 'wasm', tune: false, now: () => performance.now(), onChange: () => undefined },
  );
  await runner.run();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { results: runner.current.results, kept: await snapshots.list() };
}

test('a link gives the same survey again, to the last digit, and leaves nothing to resume', async () => {
  const link = encodeLink(SURVEY);
  const [first, second] = [await resultsOf(link), await resultsOf(link)];
  expect(Object.keys(first.results)).toEqual(['sigmoid/1', 'sft/1', 'sigmoid/2', 'sft/2']);
  for (const [id, { seconds, preparationSeconds, ...result }] of Object.entries(first.results)) {
    expect(result.state, id).toBe('done');
    expect(seconds).toBeGreaterThan(0);
    expect(preparationSeconds).toBeGreaterThan(0);
    const { seconds: _, preparationSeconds: __, ...again } = second.results[id] ?? {};
    expect(again).toEqual(result);
  }
  // Imitation reads one answer of a pair's two: about twice the steps for about the same tokens.
  const { 'sigmoid/1': dpo, 'sft/1': sft } = first.results;
  expect(dpo?.steps).toBe(4);
  expect(sft?.steps).toBeGreaterThan(5);
  expect(Math.abs((sft?.tokens ?? 0) / (dpo?.tokens ?? 1) - 1)).toBeLessThan(0.13); // Half a step of four to ten.
  expect(first.kept).toEqual([]);
}, 120_000);
