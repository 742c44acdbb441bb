/**
 * Holds this program to the golden numbers: `npm run --silent golden -- DIR…` checks every golden file at or below DIR.
 *
 * Prints a line per failing case and per case that it does not know, and last `N passed, N failed, N skipped`. A file that
 * cannot be read, or is no golden file, is an error. Exits 0 only without failures and errors.
 */
import { basename, join } from 'node:path';
import { type Backend, openBackend, registerGradients } from '../../src/kernels/index.ts';
import { checkLogitLoss } from './logitLosses.ts';
import { checkMetric } from './metrics.ts';
import { checkModelFolder, type ModelFolderResult } from './models.ts';
import { checkClip, checkOptimizer, checkSchedule } from './optimization.ts';
import { findGolden, readGolden, readJson } from './readGolden.ts';
import { checkSequenceLoss } from './sequenceLosses.ts';
import { type GoldenCase, type Outcome, type Tolerance, Unknown } from './types.ts';

const CHECKERS: Readonly<Record<string, (golden: GoldenCase, tolerance: Tolerance) => Outcome>> = {
  pair: checkSequenceLoss,
  unpaired: checkSequenceLoss,
  logits: checkLogitLoss,
  clip: checkClip,
  optimizer: checkOptimizer,
  schedule: checkSchedule,
  metrics: checkMetric,
};

const counts = { passed: 0, failed: 0, skipped: 0 };
let errors = 0;
let backend: Backend | null = null;

async function main(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return problem('name at least one directory: npm run --silent golden -- DIR…');
  await registerGradients();
  for (const path of paths) {
    const found = attempt(path, () => findGolden(path));
    if (found === null) continue;
    if (found.files.length + found.folders.length === 0) problem(`${path}: no golden files here`);
    for (const file of found.files) checkFile(file);
    for (const folder of found.folders) await checkFolder(folder);
  }
}

function checkFile(path: string): void {
  const file = attempt(path, () => readGolden(path));
  if (file === null) return;
  const check = CHECKERS[file.kind];
  for (const golden of file.cases) {
    report(
      path,
      check ? outcome(golden, () => check(golden, file.tolerance)) : skipped(golden.id, `kind '${file.kind}'`),
    );
  }
}

async function checkFolder(path: string): Promise<void> {
  const file = join(path, 'golden.json');
  const golden = attempt(file, () => readJson(file));
  if (golden === null) return;
  switch (golden.schema) {
    case 'golden-model/1':
      return checkModel(path);
    case 'golden-lora/1':
      return report(file, skipped(basename(path), 'LoRA adapters'));
    default:
      problem(`${file}: schema is ${JSON.stringify(golden.schema ?? null)}, not "golden-model/1"`);
  }
}

/** The five cases of a model folder, on the plain CPU backend. */
async function checkModel(path: string): Promise<void> {
  const name = basename(path);
  backend ??= await openBackend({ prefer: 'cpu' });
  let result: ModelFolderResult;
  try {
    result = await checkModelFolder(path, backend);
  } catch (error) {
    return problem(`${path}: ${message(error)}`);
  }
  if (result.kind === 'skipped') {
    for (const id of result.cases) report(path, skipped(`${name}/${id}`, result.reason));
    return;
  }
  for (const { id, passed, detail } of result.cases) {
    const named = `${name}/${id}`;
    report(path, passed ? { id: named, status: 'passed' } : { id: named, status: 'failed', reason: detail });
  }
}

function outcome(golden: GoldenCase, check: () => Outcome): Outcome {
  try {
    return check();
  } catch (error) {
    if (error instanceof Unknown) return skipped(golden.id, error.message);
    return { id: golden.id, status: 'failed', reason: message(error) };
  }
}

function skipped(id: string, reason: string): Outcome {
  return { id, status: 'skipped', reason };
}

function report(path: string, result: Outcome): void {
  counts[result.status]++;
  if (result.status !== 'passed') console.log(`${result.status} ${path} ${result.id}: ${result.reason}`);
}

function attempt<T>(path: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    problem(`${path}: ${message(error)}`);
    return null;
  }
}

function problem(text: string): void {
  errors++;
  console.error(`error: ${text}`);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await main(process.argv.slice(2));
(backend as Backend | null)?.dispose();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed + errors > 0 ? 1 : 0;
