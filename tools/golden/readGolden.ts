import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FLOAT32, type GoldenCase, type GoldenFile, type Json, type JsonObject, type Tolerance } from './types.ts';

/** Golden material below a folder: JSON files of cases, and folders whose `golden.json` describes a model or an adapter. */
export interface GoldenPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** In a fixed order. @throws Error for a path that cannot be read */
export function findGolden(path: string): GoldenPaths {
  if (!statSync(path).isDirectory()) return { files: [path], folders: [] };
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  // The other JSON files of such a folder are the model's own.
  if (entries.some((entry) => entry.name === 'golden.json')) return { files: [], folders: [path] };
  const [files, folders]: [string[], string[]] = [[], []];
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      const found = findGolden(inner);
      files.push(...found.files);
      folders.push(...found.folders);
    } else if (entry.name.endsWith('.json')) files.push(inner);
  }
  return { files, folders };
}

/** @throws Error that says what is wrong with the file */
export function readGolden(path: string): GoldenFile {
  const file = readJson(path);
  if (file.schema !== 'golden/1') throw new Error(`schema is ${JSON.stringify(file.schema ?? null)}, not "golden/1"`);
  const cases: GoldenCase[] = [];
  for (const [i, entry] of list(file, 'cases').entries()) cases.push(readCase(entry, `cases[${i}]`, [...cases]));
  if (file.count !== cases.length)
    throw new Error(`count is ${JSON.stringify(file.count)}, there are ${cases.length} cases`);
  return {
    path,
    family: text(file, 'family', 'file'),
    kind: text(file, 'kind', 'file'),
    tolerance: readTolerance(file.tolerance, FLOAT32),
    cases,
  };
}

/** @throws Error that says what is wrong with the file */
export function readJson(path: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch (error) {
    throw new Error(error instanceof Error ? error.message : String(error));
  }
  if (!isObject(value)) throw new Error('not a JSON object');
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readTolerance(value: Json | undefined, fallback: Tolerance): Tolerance {
  if (!isObject(value)) return fallback;
  const { rtol, atol } = value;
  return {
    rtol: typeof rtol === 'number' ? rtol : fallback.rtol,
    atol: typeof atol === 'number' ? atol : fallback.atol,
  };
}

function readCase(value: Json, where: string, earlier: readonly GoldenCase[]): GoldenCase {
  if (!isObject(value)) throw new Error(`${where} is not an object`);
  const part = (key: string, required: boolean): JsonObject => {
    const found = value[key];
    if (isObject(found)) return found;
    if (found === undefined && !required) return {};
    throw new Error(`${where}.${key} is not an object`);
  };
  return {
    id: text(value, 'id', where),
    loss: value.loss === undefined ? '' : text(value, 'loss', where),
    hyperparameters: part('hyperparameters', false),
    source: part('source', false),
    inputs: part('inputs', true),
    expected: part('expected', true),
    flags: (value.flags === undefined ? [] : list(value, 'flags')).map(String),
    earlier,
  };
}

function text(value: JsonObject, key: string, where: string): string {
  const found = value[key];
  if (typeof found !== 'string') throw new Error(`${where}.${key} is not a text`);
  return found;
}

function list(value: JsonObject, key: string): readonly Json[] {
  const found = value[key];
  if (!Array.isArray(found)) throw new Error(`${key} is not a list`);
  return found as readonly Json[];
}
