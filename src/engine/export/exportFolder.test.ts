import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { importJsonl } from '../data/importJsonl.ts';
import { loadWorldSet } from '../data/preferenceSet.ts';
import { relationsOf } from '../data/relationsOf.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { METHODS } from '../methods/index.ts';
import { type LoadedModel, loadModel } from '../model/loadModel.ts';
import { functionSource, type ModelSource, memorySource } from '../model/modelSource.ts';
import { tinyModelFiles } from '../testing/tinyModel.ts';
import { dataOrder } from '../train/dataOrder.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import type { ExportFile } from './exportFile.ts';
import { type ExportParts, exportFolder } from './exportFolder.ts';
import { TRL_COMPARED } from './trlVersions.ts';
import { zipFolder } from './zipFolder.ts';

const rows = (count: number, prefix: string): PreferenceRow[] =>
  Array.from({ length: count }, (_, i) => ({
    prompt: `${prefix} ${i}?\n`,
    chosen: `It is "good"\u2028 \\ number ${i}.`,
    rejected: `Bad ${i}.`,
    score_chosen: i / 8,
    relations: { gold: `It is very "good" ${i}.` },
  }));
const SET = { world: null, knobs: {}, train: rows(20, 'Question'), heldout: rows(6, 'Held-out') };
const SHORT = { max_steps: 5, per_device_train_batch_size: 3, gradient_accumulation_steps: 2, eval_pairs: 4 } as const;

const styleFolder = fileURLToPath(new URL('../../../public/datasets/style/', import.meta.url));
const style = functionSource((path) => readFile(`${styleFolder}${path}`));

let source: ModelSource;
let model: LoadedModel;
beforeAll(async () => {
  source = memorySource(await tinyModelFiles());
  model = await loadModel(source);
});

const exported = (experiment: Experiment, more: Partial<ExportParts> = {}) =>
  exportFolder({ experiment, model, source, set: SET, address: '', breathe: async () => undefined, ...more });

const textOf = (files: readonly ExportFile[], path: string): string =>
  [...(files.find((file) => file.path === path)?.content ?? [])]
    .map((part) => (typeof part === 'string' ? part : strFromU8(part)))
    .join('');

describe('exportFolder', () => {
  it.each(METHODS.map(({ id }) => id))('exports %s with its defaults', async (loss) => {
    const { files, hasScript, name } = await exported({ ...defaultExperiment(loss), ...SHORT });
    expect(name).toBe(`nano-1-${loss}-seed-42`);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'data/train.jsonl', 'model/model.safetensors']));
    for (const path of ['train.py', 'requirements.txt', 'data/order.json'])
      expect(paths.includes(path)).toBe(hasScript);
    expect(new Set(paths).size).toBe(paths.length);
    expect(textOf(files, 'README.md')).not.toMatch(/undefined|\[object|NaN/);
  });

  it('writes the rows so that they read back, and the order in which the run takes them', async () => {
    const experiment = { ...defaultExperiment(), ...SHORT };
    const { files } = await exported(experiment);
    expect(importJsonl(textOf(files, 'data/train.jsonl'))).toMatchObject({ rows: SET.train, problems: [] });
    expect(importJsonl(textOf(files, 'data/heldout.jsonl'))).toMatchObject({ rows: SET.heldout, problems: [] });
    const again = (await exported(experiment)).files; // Contents are read once.
    const order = JSON.parse(textOf(again, 'data/order.json')) as number[];
    const row = dataOrder(20, 42);
    expect(order).toEqual(Array.from({ length: 30 }, (_, consumed) => row(consumed)));
    expect([...order.slice(0, 20)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i)); // one epoch
    expect(JSON.parse(textOf(again, 'experiment.json'))).toMatchObject({ experiment, model_sha256: model.hash });
  });

  it('writes gold answers where TRL reads triples: those of the row, or made by the world', async () => {
    const { files } = await exported({ ...defaultExperiment('tpo_triple'), ...SHORT });
    expect(textOf(files, 'train.py')).toContain('| {"reference": row["gold"]} for row in rows]');
    expect(importJsonl(textOf(files, 'data/train.jsonl')).rows).toEqual(SET.train);
    const set = await loadWorldSet(style, 'style', { knobs: {}, seed: null });
    const few = { ...set, train: set.train.slice(0, 3), heldout: set.heldout.slice(0, 1) };
    const made = (await exported({ ...defaultExperiment('tpo_triple'), ...SHORT, seed: 7 }, { set: few })).files;
    const { rows: written } = importJsonl(textOf(made, 'data/train.jsonl'));
    expect(written.map(({ relations }) => relations?.gold)).toEqual(
      few.train.map((row) => relationsOf(few, row, { seed: 7, answers: 4, degrees: 4 }).gold),
    );
    const plain = (await exported({ ...defaultExperiment(), ...SHORT }, { set: few })).files;
    expect(textOf(plain, 'data/train.jsonl')).not.toContain('"gold"');
    const bare = { ...SET, train: [{ prompt: 'Why?', chosen: 'So.', rejected: 'No.' }] };
    await expect(exported(defaultExperiment('tpo_triple'), { set: bare })).rejects.toMatchObject({
      code: 'DATA_RELATION_MISSING',
    });
  });

  it('counts a cut gold answer only where it is read', async () => {
    const gold = 'z'.repeat(400);
    const set = { ...SET, train: SET.train.map((row) => ({ ...row, relations: { gold } })) };
    const told = async (loss: string) =>
      textOf((await exported({ ...defaultExperiment(loss), ...SHORT, max_length: 64 }, { set })).files, 'README.md');
    expect(await told('tpo_triple')).toContain('20 of 24 rows are longer');
    expect(await told('cpo')).toContain('No row is cut');
  });

  it('names TRL’s arguments where its trainer draws answers', async () => {
    const { files, hasScript } = await exported({ ...defaultExperiment('gspo'), ...SHORT });
    expect(hasScript).toBe(false);
    const readme = textOf(files, 'README.md');
    expect(readme).toContain('its GRPOTrainer (from trl), which draws answers');
    expect(readme).toContain('\n    importance_sampling_level="sequence",\n');
    expect(readme).toContain('\n    delta=None,\n');
  });

  it('takes the model as it is', async () => {
    const { files } = await exported({ ...defaultExperiment(), ...SHORT });
    for (const name of ['model.safetensors', 'config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      const [bytes] = [...(files.find(({ path }) => path === `model/${name}`)?.content ?? [])];
      expect(Buffer.from(bytes as Uint8Array).equals(await source.read(name)), name).toBe(true);
    }
  });

  it('counts rows that TRL sees otherwise', async () => {
    const told = async (max_length: number) =>
      textOf((await exported({ ...defaultExperiment(), ...SHORT, max_length })).files, 'README.md');
    expect(await told(128)).toContain('No row is cut');
    expect(await told(128)).toContain('tokenizes these rows as the page does');
    // All 20 training rows and the 4 that are evaluated.
    expect(await told(8)).toContain('24 of 24 rows are longer than `max_length`');
    const joining = { ...model.tokenizer, encode: (text: string) => [...text].map(() => text.length) };
    const { files } = await exported(
      { ...defaultExperiment(), ...SHORT },
      { model: { ...model, tokenizer: joining }, set: { ...SET, train: SET.train.slice(0, 8) } },
    );
    expect(textOf(files, 'README.md')).toContain('12 of 12 rows have a token that joins');
  });

  it('claims agreement only for what was compared, and that is registered', async () => {
    const known = new Set(METHODS.map(({ id }) => id));
    for (const id of TRL_COMPARED) expect(known.has(id), id).toBe(true);
    for (const { id } of METHODS) {
      const { files, hasScript } = await exported({ ...defaultExperiment(id), ...SHORT });
      const claims = textOf(files, 'README.md').includes('agree with the page to 1e-3');
      expect(claims, id).toBe(hasScript && TRL_COMPARED.has(id));
    }
  });

  it('lets no link break out of the README’s lines', async () => {
    const experiment = { ...defaultExperiment(), ...SHORT };
    const lines = textOf((await exported(experiment)).files, 'README.md').split('\n').length;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (address) => {
        const text = textOf((await exported(experiment, { address })).files, 'README.md');
        expect(text.split(/[\n\r\u2028\u2029]/)).toHaveLength(lines);
      }),
      { numRuns: 30 },
    );
  });

  it('names an unknown objective and a missing file', async () => {
    await expect(exported({ ...defaultExperiment(), loss: 'none_such' })).rejects.toMatchObject({
      code: 'EXPERIMENT_INVALID',
    });
    const without = memorySource(new Map());
    await expect(exported(defaultExperiment(), { source: without })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('zipFolder', () => {
  it('holds every file, byte for byte, and is the same each time', async () => {
    const big = Uint8Array.from({ length: 600_000 }, (_, i) => (i * 7919) % 251);
    const files = () => [
      { path: 'a.txt', content: ['one ', 'two é😀'] },
      { path: 'model/model.safetensors', content: [big] },
      { path: 'empty.jsonl', content: [] },
    ];
    let breaths = 0;
    const breathe = async () => void breaths++;
    const zip = await zipFolder('folder', files(), breathe);
    const read = unzipSync(zip);
    expect(Object.keys(read)).toEqual(['folder/a.txt', 'folder/model/model.safetensors', 'folder/empty.jsonl']);
    expect(strFromU8(read['folder/a.txt'] as Uint8Array)).toBe('one two é😀');
    expect(Buffer.from(read['folder/model/model.safetensors'] ?? []).equals(big)).toBe(true);
    expect(read['folder/empty.jsonl']).toHaveLength(0);
    expect(breaths).toBeGreaterThanOrEqual(5); // 2 + 3 slices
    expect(Buffer.from(await zipFolder('folder', files(), breathe)).equals(zip)).toBe(true);
  });
});
