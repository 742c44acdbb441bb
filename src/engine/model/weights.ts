/** Between checkpoint files and the flat parameter buffer. */
import { elementCount, type ParameterLayout } from '../../kernels/index.ts';
import { sha256Hex, sha256HexOfText } from '../data/sha256.ts';
import { EngineError } from '../errors.ts';
import type { ByteProgress, ModelSource } from './modelSource.ts';
import { parseSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';

export interface Checkpoint {
  /** The shard that holds a tensor. @throws EngineError TENSOR_MISSING {tensor} */
  fileOf(tensor: string): SafetensorsFile;
  readonly tensorNames: readonly string[];
  /** sha256 of model.safetensors; of the shards' hashes, joined in the order of their names, where there are several. */
  readonly hash: string;
}

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const MAX_SHARDS = 64;

/** @throws EngineError MODEL_NOT_FOUND, SAFETENSORS_INVALID */
export async function readCheckpoint(source: ModelSource, onProgress?: ByteProgress): Promise<Checkpoint> {
  const single = await source.read(SINGLE, onProgress).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'MODEL_NOT_FOUND') return error;
    throw error;
  });
  if (single instanceof Uint8Array) {
    const file = parseSafetensors(single);
    return checkpoint(new Map([...file.tensors.keys()].map((name) => [name, file])), await sha256Hex(single));
  }
  const index = await source.read(INDEX).catch(() => {
    throw single; // Without an index either, the missing file is model.safetensors.
  });
  return readShards(source, shardOfTensor(index), onProgress);
}

/**
 * The checkpoint's files as they are, by name: model.safetensors, or the index and its shards.
 *
 * @throws EngineError MODEL_NOT_FOUND, SAFETENSORS_INVALID
 */
export async function checkpointFiles(source: ModelSource): Promise<ReadonlyMap<string, Uint8Array>> {
  const single = await source.read(SINGLE).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'MODEL_NOT_FOUND') return error;
    throw error;
  });
  if (single instanceof Uint8Array) return new Map([[SINGLE, single]]);
  const index = await source.read(INDEX).catch(() => {
    throw single;
  });
  const files = new Map([[INDEX, index]]);
  for (const shard of shardNames(shardOfTensor(index))) files.set(shard, await source.read(shard));
  return files;
}

async function readShards(
  source: ModelSource,
  shards: ReadonlyMap<string, string>,
  onProgress?: ByteProgress,
): Promise<Checkpoint> {
  const names = shardNames(shards);
  const files = new Map<string, SafetensorsFile>();
  const hashes: string[] = [];
  let earlierBytes = 0;
  for (const name of names) {
    const bytes = await source.read(name, (loaded) => onProgress?.(earlierBytes + loaded, null));
    earlierBytes += bytes.length;
    files.set(name, parseSafetensors(bytes));
    hashes.push(await sha256Hex(bytes));
  }
  const byTensor = new Map([...shards].map(([tensor, shard]) => [tensor, files.get(shard) as SafetensorsFile]));
  return checkpoint(byTensor, sha256HexOfText(hashes.join('\n')));
}

function shardNames(shards: ReadonlyMap<string, string>): string[] {
  const names = [...new Set(shards.values())].sort();
  if (names.length > MAX_SHARDS)
    throw new EngineError('SAFETENSORS_INVALID', { reason: 'too_many_shards', shards: names.length });
  return names;
}

/** `{"weight_map": {tensor: file}}`. A shard is a plain file name in the same folder, never a path. */
function shardOfTensor(bytes: Uint8Array): ReadonlyMap<string, string> {
  const json = parseJson(bytes, INDEX);
  const map: unknown = typeof json === 'object' && json !== null && 'weight_map' in json ? json.weight_map : undefined;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw new EngineError('SAFETENSORS_INVALID', { reason: 'index_without_weight_map' });
  }
  return new Map(
    Object.entries(map).map(([tensor, shard]: [string, unknown]) => {
      if (typeof shard !== 'string' || !/^[\w][\w.-]{0,200}\.safetensors$/.test(shard)) {
        throw new EngineError('SAFETENSORS_INVALID', {
          reason: 'shard_name',
          tensor,
          shard: String(shard).slice(0, 80),
        });
      }
      return [tensor, shard];
    }),
  );
}

function checkpoint(files: ReadonlyMap<string, SafetensorsFile>, hash: string): Checkpoint {
  return {
    fileOf(tensor) {
      const file = files.get(tensor);
      if (file === undefined) throw new EngineError('TENSOR_MISSING', { tensor });
      return file;
    },
    tensorNames: [...files.keys()],
    hash,
  };
}

/**
 * Every parameter of `layout` out of the checkpoint. Other tensors of the file are ignored (old checkpoints carry rotary
 * tables, and some store a tied head twice).
 * @returns `layout.length` numbers, padding 0
 * @throws EngineError TENSOR_MISSING {tensor}, TENSOR_SHAPE {tensor, wanted, found},
 *   SAFETENSORS_INVALID {reason: 'not_finite' | 'dtype_not_a_weight', tensor}
 */
export function flattenCheckpoint(
  file: Pick<Checkpoint, 'fileOf'>,
  layout: ParameterLayout,
): Float32Array<ArrayBuffer> {
  const flat = new Float32Array(layout.length);
  for (const { name, shape, offset } of layout.entries) {
    const data = file.fileOf(name).read(name, shape);
    if (!data.every(Number.isFinite))
      throw new EngineError('SAFETENSORS_INVALID', { reason: 'not_finite', tensor: name });
    flat.set(data, offset);
  }
  return flat;
}

/** The flat buffer as a safetensors file under the checkpoint's own names. @param flat `layout.length` numbers */
export function weightsToSafetensors(
  flat: Float32Array,
  layout: ParameterLayout,
  options: { readonly dtype: 'F32' | 'F16'; readonly metadata?: Readonly<Record<string, string>> },
): Uint8Array<ArrayBuffer> {
  const tensors = layout.entries.map(({ name, shape, offset }) => ({
    name,
    shape,
    data: flat.subarray(offset, offset + elementCount(shape)),
  }));
  return writeSafetensors(tensors, options);
}

/** @throws EngineError MODEL_CONFIG_INVALID {field: file name, …} */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new EngineError('MODEL_CONFIG_INVALID', { field: file, found: 'no JSON', wanted: 'JSON in UTF-8' }, cause);
  }
}
