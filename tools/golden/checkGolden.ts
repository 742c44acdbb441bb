import { basename, join } from 'node:path';
import { type Backend, openBackend, registerGradients } from '../../src/kernels/index.ts';
import { checkAdvantages } from './advantages.ts';
import { checkGames } from './games.ts';
import { checkLengthControl } from './lengthControl.ts';
import { checkLogitLoss } from './logitLosses.ts';
import { checkMetric } from './metrics.ts';
import { checkModelFolder, type ModelFolderResult } from './models.ts';
import { checkOnlineLoss } from './onlineLosses.ts';
import { checkClip, checkOptimizer, checkSchedule } from './optimization.ts';
import { checkPolicyGradientLoss } from './policyGradientLosses.ts';
import { findGolden, readGolden, readJson } from './readGolden.ts';
import { checkScoreLoss } from './scoreLosses.ts';
import { checkSequenceLoss } from './sequenceLosses.ts';
import { type GoldenCase, type Outcome, type Tolerance, Unknown } from './types.ts';

/** Whom the checks tell, as they go. */
export interface GoldenReporter {
  /** One case of the golden file or folder at `path`. */
  outcome(path: string, result: Outcome): void;
  /** A path that cannot be read, or a file that is no golden file. */
  problem(text: string): void;
}

/** One checker per kind; it throws Unknown for a case that is not ours, anything else for one that cannot be read. */
const CHECKERS: Readonly<Record<string, (golden: GoldenCase, tolerance: Tolerance) => Outcome>> = {
  pair: checkSequenceLoss,
  unpaired: checkSequenceLoss,
  logits: checkLogitLoss,
  policy_gradient: checkPolicyGradientLoss,
  online: checkOnlineLoss,
  scores: checkScoreLoss,
  advantages: checkAdvantages,
  clip: checkClip,
  optimizer: checkOptimizer,
  schedule: checkSchedule,
  metrics: checkMetric,
  lc_winrate: checkLengthControl,
  games: checkGames,
};

/** Checks every golden file at or below `paths`, in a fixed order. */
export async function checkGolden(paths: readonly string[], reporter: GoldenReporter): Promise<void> {
  if (paths.length === 0) return reporter.problem('name at least one directory: npm run --silent golden -- DIR…');
  await registerGradients();
  const models = new ModelChecks(reporter);
  try {
    for (const path of paths) {
      const found = attempt(reporter, path, () => findGolden(path));
      if (found === null) continue;
      if (found.files.length + found.folders.length === 0) reporter.problem(`${path}: no golden files here`);
      for (const file of found.files) checkFile(file, reporter);
      for (const folder of found.folders) await models.check(folder);
    }
  } finally {
    models.dispose();
  }
}

function checkFile(path: string, reporter: GoldenReporter): void {
  const file = attempt(reporter, path, () => readGolden(path));
  if (file === null) return;
  const check = CHECKERS[file.kind];
  for (const golden of file.cases) {
    reporter.outcome(
      path,
      check ? outcomeOf(golden, () => check(golden, file.tolerance)) : skipped(golden.id, `kind '${file.kind}'`),
    );
  }
}

function outcomeOf(golden: GoldenCase, check: () => Outcome): Outcome {
  try {
    return check();
  } catch (error) {
    if (error instanceof Unknown) return skipped(golden.id, error.message);
    return { id: golden.id, status: 'failed', reason: message(error) };
  }
}

/** Folders whose `golden.json` describes a model or an adapter; models run on the plain CPU backend, opened when needed. */
class ModelChecks {
  private backend: Backend | null = null;
  private readonly reporter: GoldenReporter;

  constructor(reporter: GoldenReporter) {
    this.reporter = reporter;
  }

  async check(path: string): Promise<void> {
    const file = join(path, 'golden.json');
    const golden = attempt(this.reporter, file, () => readJson(file));
    if (golden === null) return;
    if (golden.schema === 'golden-model/1') return this.checkModel(path);
    if (golden.schema === 'golden-lora/1') return this.reporter.outcome(file, skipped(basename(path), 'LoRA adapters'));
    this.reporter.problem(`${file}: schema is ${JSON.stringify(golden.schema ?? null)}, not "golden-model/1"`);
  }

  dispose(): void {
    this.backend?.dispose();
  }

  private async checkModel(path: string): Promise<void> {
    const name = basename(path);
    this.backend ??= await openBackend({ prefer: 'cpu' });
    let result: ModelFolderResult;
    try {
      result = await checkModelFolder(path, this.backend);
    } catch (error) {
      return this.reporter.problem(`${path}: ${message(error)}`);
    }
    if (result.kind === 'skipped') {
      for (const id of result.cases) this.reporter.outcome(path, skipped(`${name}/${id}`, result.reason));
      return;
    }
    for (const { id, passed, detail } of result.cases) {
      const named = `${name}/${id}`;
      this.reporter.outcome(
        path,
        passed ? { id: named, status: 'passed' } : { id: named, status: 'failed', reason: detail },
      );
    }
  }
}

function skipped(id: string, reason: string): Outcome {
  return { id, status: 'skipped', reason };
}

function attempt<T>(reporter: GoldenReporter, path: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    reporter.problem(`${path}: ${message(error)}`);
    return null;
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
