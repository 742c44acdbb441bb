/** The golden command's checker for `models/NAME` folders. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../src/engine/errors.ts';
import type { Backend } from '../../src/kernels/index.ts';
import { checkModelCases, MODEL_CASES, type ModelCaseResult } from './modelCases.ts';

export type ModelFolderResult =
  | { readonly kind: 'checked'; readonly cases: readonly ModelCaseResult[] }
  /** A model family that the decoder does not know yet: its cases are skipped and named. */
  | { readonly kind: 'skipped'; readonly cases: readonly string[]; readonly reason: string };

/** @param folder holds config.json, golden.json and the three safetensors files */
export async function checkModelFolder(folder: string, backend: Backend): Promise<ModelFolderResult> {
  const bytes = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(join(folder, name)));
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown;
  const files = {
    config: await json('config.json'),
    golden: await json('golden.json'),
    model: await bytes('model.safetensors'),
    gradients: await bytes('gradients.safetensors'),
    activations: await bytes('activations.safetensors'),
  };
  try {
    return { kind: 'checked', cases: await checkModelCases(files, backend) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'MODEL_CONFIG_UNSUPPORTED') throw error;
    return { kind: 'skipped', cases: MODEL_CASES, reason: `${error.data.field} ${error.data.value}` };
  }
}
