import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { elementCount } from '../../kernels/index.ts';
import { EngineError } from '../errors.ts';
import { loadModel } from './loadModel.ts';
import { type ByteProgress, functionSource, memorySource } from './modelSource.ts';
import { parseSafetensors, writeSafetensors } from './safetensors.ts';
import { weightsToSafetensors } from './weights.ts';

const FIXTURE = new URL('./fixtures/tiny-llama/', import.meta.url);
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURE)));
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const tensorOf = (file: Uint8Array, name: string) => {
  const parsed = parseSafetensors(file);
  return { name, shape: parsed.tensors.get(name)?.shape ?? [], data: parsed.read(name) };
};

const SPECIALS = ['<unk>', '<s>', '</s>'];
const TOKENIZER = {
  version: '1.0',
  added_tokens: SPECIALS.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: { type: 'Fuse' },
  model: {
    type: 'BPE',
    unk_token: '<unk>',
    fuse_unk: true,
    byte_fallback: false,
    vocab: Object.fromEntries([...SPECIALS, ...'abcdefgh'].map((token, id) => [token, id])),
    merges: [],
  },
};

/** A whole model folder, with some files replaced or (undefined) taken away. */
function folder(changes: Readonly<Record<string, Uint8Array | undefined>> = {}): Map<string, Uint8Array> {
  const files: Record<string, Uint8Array | undefined> = {
    'config.json': fixture('config.json'),
    'tokenizer.json': encode(TOKENIZER),
    'tokenizer_config.json': encode({ bos_token: '<s>', eos_token: '</s>' }),
    'model.safetensors': fixture('model.safetensors'),
    ...changes,
  };
  return new Map(Object.entries(files).flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]])));
}

/** The fixture's weights with some tensors replaced or taken away. */
function weights(
  change: (tensors: Map<string, { name: string; shape: readonly number[]; data: Float32Array }>) => void,
) {
  const file = fixture('model.safetensors');
  const tensors = new Map([...parseSafetensors(file).tensors.keys()].map((name) => [name, tensorOf(file, name)]));
  change(tensors);
  return writeSafetensors([...tensors.values()], { dtype: 'F32' });
}

async function failure(
  changes: Readonly<Record<string, Uint8Array | undefined>>,
): Promise<{ code: string; data: unknown }> {
  const error: unknown = await loadModel(memorySource(folder(changes))).then(
    () => new Error('was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof EngineError) return { code: error.code, data: error.data };
  throw error;
}

test('a folder becomes a config, a tokenizer, and weights at their places', async () => {
  const progress: Parameters<ByteProgress>[] = [];
  const model = await loadModel(memorySource(folder()), (...bytes) => progress.push(bytes));
  expect(model.config).toMatchObject({ vocabularySize: 64, layers: 2, kvHeads: 2, tiedHead: true });
  expect(model.tokenizer.encode('cab')).toEqual([5, 3, 4]);
  expect(model.parameters).toBe(25_248);
  expect(model.unusedTensors).toEqual([]);
  expect(progress.at(-1)).toEqual([fixture('model.safetensors').length, fixture('model.safetensors').length]);
  expect(model.hash).toBe(createHash('sha256').update(fixture('model.safetensors')).digest('hex'));
  const entry = model.layout.entries.find(({ name }) => name === 'model.layers.1.mlp.down_proj.weight');
  if (entry === undefined) throw new Error('no such parameter');
  expect(entry).toMatchObject({ shape: [32, 88], decay: true });
  expect(model.weights.slice(entry.offset, entry.offset + elementCount(entry.shape))).toEqual(
    parseSafetensors(fixture('model.safetensors')).read(entry.name),
  );
  expect(model.layout.entries.filter(({ decay }) => !decay).map(({ shape }) => shape)).toEqual(Array(5).fill([32]));
});

test('weights written back load to the same numbers', async () => {
  const model = await loadModel(memorySource(folder()));
  const file = weightsToSafetensors(model.weights, model.layout, { dtype: 'F32', metadata: { format: 'pt' } });
  const again = await loadModel(memorySource(folder({ 'model.safetensors': file })));
  expect(again.weights).toEqual(model.weights);
  const half = weightsToSafetensors(model.weights, model.layout, { dtype: 'F16' });
  const halved = await loadModel(memorySource(folder({ 'model.safetensors': half })));
  const worst = model.weights.reduce(
    (most, w, i) => Math.max(most, Math.abs(w - (halved.weights[i] as number)) / (Math.abs(w) + 1e-4)),
    0,
  );
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThan(2 ** -11);
});

test('shards with an index load like one file', async () => {
  const file = fixture('model.safetensors');
  const names = [...parseSafetensors(file).tensors.keys()];
  const shard = (part: readonly string[]) =>
    writeSafetensors(
      part.map((name) => tensorOf(file, name)),
      { dtype: 'F32' },
    );
  const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const index = { weight_map: Object.fromEntries(names.map((name, i) => [name, i < 9 ? first : second])) };
  const model = await loadModel(
    memorySource(
      folder({
        'model.safetensors': undefined,
        'model.safetensors.index.json': encode(index),
        [first]: shard(names.slice(0, 9)),
        [second]: shard(names.slice(9)),
      }),
    ),
  );
  expect(model.weights).toEqual((await loadModel(memorySource(folder()))).weights);
  expect(model.hash).toMatch(/^[0-9a-f]{64}$/);
});

describe('a folder that cannot be used says why', () => {
  const NORM = 'model.layers.0.input_layernorm.weight';
  test('a file is missing', async () => {
    for (const path of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']) {
      expect(await failure({ [path]: undefined })).toMatchObject({ code: 'MODEL_NOT_FOUND', data: { path } });
    }
  });

  test('a tensor is missing, misshaped, or not finite', async () => {
    expect(await failure({ 'model.safetensors': weights((t) => t.delete(NORM)) })).toEqual({
      code: 'TENSOR_MISSING',
      data: { tensor: NORM },
    });
    const shorter = weights((t) => t.set(NORM, { name: NORM, shape: [16], data: new Float32Array(16) }));
    expect(await failure({ 'model.safetensors': shorter })).toEqual({
      code: 'TENSOR_SHAPE',
      data: { tensor: NORM, wanted: '32', found: '16' },
    });
    const broken = weights((t) =>
      t.set(NORM, { name: NORM, shape: [32], data: new Float32Array(32).fill(Number.NaN) }),
    );
    expect(await failure({ 'model.safetensors': broken })).toMatchObject({
      code: 'SAFETENSORS_INVALID',
      data: { reason: 'not_finite', tensor: NORM },
    });
  });

  test('a file is not what it should be', async () => {
    expect(await failure({ 'config.json': encode('x').slice(1) })).toMatchObject({
      code: 'MODEL_CONFIG_INVALID',
      data: { field: 'config.json' },
    });
    expect(await failure({ 'model.safetensors': new Uint8Array(100) })).toMatchObject({ code: 'SAFETENSORS_INVALID' });
    expect(await failure({ 'tokenizer.json': encode({ model: 7 }) })).toMatchObject({ code: 'TOKENIZER_INVALID' });
  });

  test('an unsupported model is refused before its weights are read', async () => {
    const read: string[] = [];
    const source = functionSource(async (path) => {
      read.push(path);
      return encode({ model_type: 'gpt2' });
    });
    await expect(loadModel(source)).rejects.toMatchObject({
      code: 'MODEL_CONFIG_UNSUPPORTED',
      data: { field: 'model_type' },
    });
    expect(read).toEqual(['config.json']);
  });

  test('an index cannot lead out of the folder', async () => {
    for (const shard of ['../secret.safetensors', 'https://elsewhere/x.safetensors', '.safetensors', 'x.bin', 3]) {
      const index = encode({ weight_map: { [NORM]: shard } });
      expect(await failure({ 'model.safetensors': undefined, 'model.safetensors.index.json': index })).toMatchObject({
        code: 'SAFETENSORS_INVALID',
        data: { reason: 'shard_name' },
      });
    }
  });
});

test('extra tensors are reported and ignored', async () => {
  const extra = { name: 'model.layers.0.self_attn.rotary_emb.inv_freq', shape: [4], data: new Float32Array(4) };
  const model = await loadModel(
    memorySource(folder({ 'model.safetensors': weights((t) => t.set(extra.name, extra)) })),
  );
  expect(model.unusedTensors).toEqual([extra.name]);
});
