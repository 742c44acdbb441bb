import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { type Backend, openBackend } from '../../kernels/index.ts';
import { decodeLink, encodeLink } from '../experiment/codec.ts';
import { describeDifference } from '../experiment/difference.ts';
import type { Experiment } from '../experiment/schema.ts';
import { methodOf } from '../methods/methodOf.ts';
import { functionSource } from '../model/modelSource.ts';
import { tinyModelFiles } from '../testing/tinyModel.ts';
import { CLAIMS } from './index.ts';
import { openLab } from './lab.ts';
import type { Lab } from './types.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Two small steps on few rows, on a model of random weights: numbers without meaning, by the same path. */
function shortened(lab: Lab): Lab {
  const short = (experiment: Experiment): Experiment => ({
    ...experiment,
    max_steps: 2,
    per_device_train_batch_size: 4,
    eval_pairs: 8,
    eval_prompts: Math.min(experiment.eval_prompts, 4),
    max_completion_length: 4,
  });
  const set = async (experiment: Experiment) => {
    const whole = await lab.set(experiment);
    return { ...whole, train: whole.train.slice(0, 16), heldout: whole.heldout.slice(0, 12) };
  };
  return {
    set,
    train: async (experiment, options) =>
      lab.train(short(experiment), { set: await set(experiment), ...options, ...(options && { evaluateEvery: 1 }) }),
  };
}

describe('claims', () => {
  it('are numbered in order, once each, with a bound that the figure can miss', () => {
    const ids = CLAIMS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const { id, expected } of CLAIMS) expect(expected.min ?? expected.max, id).toBeTypeOf('number');
  });

  it('have each a preset of its own, which a link holds and which can be run', () => {
    const links = CLAIMS.map(({ preset }) => encodeLink(preset));
    expect(new Set(links).size).toBe(CLAIMS.length);
    for (const { id, preset } of CLAIMS) {
      expect(methodOf(preset)?.needs.sampling ?? false, id).toBe(false);
      const { experiment, notes } = decodeLink(encodeLink(preset));
      expect(describeDifference(preset, experiment), id).toEqual([]);
      expect(notes, id).toEqual([]);
    }
  });
});

describe('measuring', () => {
  let backend: Backend;
  let lab: Lab;
  beforeAll(async () => {
    const files = await tinyModelFiles();
    const wasmBaseUrl = `${root}node_modules/@tensorflow/tfjs-backend-wasm/dist/`;
    backend = await openBackend({ prefer: 'wasm', wasmBaseUrl, loadKernels: compileKernels });
    const source = (folder: string) =>
      functionSource(async (path) => {
        const file = folder.startsWith('models/') ? files.get(path) : await readFile(`${root}public/${folder}${path}`);
        if (file === undefined) throw new Error(`no ${path}`);
        return file;
      });
    lab = shortened(openLab(backend, source));
  }, 60_000);
  afterAll(async () => {
    await backend.dispose();
  });

  // The exact worlds have no small size, and tests of their own.
  const trained = CLAIMS.filter(({ preset }) => preset.game === '');
  it.each(trained.map((claim) => [claim.id, claim] as const))(
    '%s gives a number',
    async (_, claim) => {
      expect(await claim.measure(lab, 3)).toSatisfy(Number.isFinite);
    },
    120_000,
  );
});
