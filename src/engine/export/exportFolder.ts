import { canonicalJsonl } from '../data/importJsonl.ts';
import type { PreferenceSet } from '../data/preferenceSet.ts';
import { relationsOf } from '../data/relationsOf.ts';
import { relateOptions, requirePairs } from '../data/tokenizeRelations.ts';
import { EngineError } from '../errors.ts';
import { encodeLink } from '../experiment/codec.ts';
import type { Experiment } from '../experiment/schema.ts';
import { methodOf } from '../methods/methodOf.ts';
import type { LoadedModel } from '../model/loadModel.ts';
import type { ModelSource } from '../model/modelSource.ts';
import { checkpointFiles } from '../model/weights.ts';
import { dataOrder } from '../train/dataOrder.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import type { ExportFile } from './exportFile.ts';
import { folderReadme } from './folderReadme.ts';
import { tokenAgreement } from './tokenAgreement.ts';
import { trainScript } from './trainScript.ts';
import { trlTarget } from './trlTarget.ts';
import { requirementsText, TRL_VERSIONS } from './trlVersions.ts';

export interface ExportParts {
  readonly experiment: Experiment;
  readonly model: Pick<LoadedModel, 'config' | 'tokenizer' | 'hash'>;
  /** The model's folder, which travels as it is. */
  readonly source: ModelSource;
  readonly set: Pick<PreferenceSet, 'train' | 'heldout' | 'world' | 'knobs'>;
  /** Address of the page, without a fragment; '' where there is none. */
  readonly address: string;
  /** The page's own metrics of this experiment, where it has run. */
  readonly metrics?: { readonly csv: string; readonly json: string };
  readonly breathe: () => Promise<void>;
}

export interface ExportedFolder {
  /** What the folder is called. */
  readonly name: string;
  readonly files: readonly ExportFile[];
  /** Whether there is a train.py. */
  readonly hasScript: boolean;
}

/**
 * An experiment as a folder that trains elsewhere: data, starting model and, where TRL has the method, a script.
 *
 * @throws EngineError EXPERIMENT_INVALID, MODEL_NOT_FOUND, SAFETENSORS_INVALID, DATA_RELATION_MISSING, DATA_UNPAIRED
 */
export async function exportFolder(parts: ExportParts): Promise<ExportedFolder> {
  const { experiment, model, set, metrics, breathe } = parts;
  const method = methodOf(experiment);
  if (method === undefined) throw new EngineError('EXPERIMENT_INVALID', { field: 'loss', value: experiment.loss });
  requirePairs(set.train, method.needs);
  const target = trlTarget(method, experiment.hyperparameters);
  const link = `${parts.address}#${encodeLink(experiment)}`;
  const maxLength = Math.min(experiment.max_length, model.config.contextLength);
  const heldout = set.heldout.slice(0, experiment.eval_pairs);
  const { label, needs } = method;
  const hasScript = 'trainer' in target;
  const options = relateOptions(experiment.seed);
  const goldOf =
    hasScript && target.rows === 'triples'
      ? (row: PreferenceRow) => relationsOf(set, row, options, ['gold']).gold
      : null;
  const agreement = await tokenAgreement(
    model.tokenizer,
    [...takenRows(experiment, set.train), ...heldout],
    goldOf,
    maxLength,
    breathe,
  );
  const script = hasScript
    ? [
        {
          path: 'train.py',
          content: [
            trainScript({
              experiment,
              target,
              label,
              reduction: needs.reduction,
              link,
              maxLength,
              evalPairs: heldout.length,
            }),
          ],
        },
        { path: 'requirements.txt', content: [requirementsText()] },
        { path: 'data/order.json', content: orderText(experiment, set.train.length) },
      ]
    : [];
  const readme = folderReadme({ experiment, method, target, link, agreement, hasMetrics: metrics !== undefined });
  return {
    name: `${experiment.model}-${experiment.loss}-seed-${experiment.seed}`,
    hasScript,
    files: [
      { path: 'README.md', content: [readme] },
      ...script,
      { path: 'experiment.json', content: [experimentText(parts, link)] },
      { path: 'data/train.jsonl', content: linesOf(set.train, goldOf) },
      { path: 'data/heldout.jsonl', content: linesOf(set.heldout, goldOf) },
      ...(metrics
        ? [
            { path: 'page/metrics.csv', content: [metrics.csv] },
            { path: 'page/metrics.json', content: [metrics.json] },
          ]
        : []),
      ...(await modelFiles(parts.source)),
    ],
  };
}

function experimentText({ experiment, model }: ExportParts, link: string): string {
  const about = { link, model_sha256: model.hash, versions: TRL_VERSIONS, experiment };
  return `${JSON.stringify(about, null, 2)}\n`;
}

const LINES = 256;

/** JSON Lines, a few hundred rows at a time; with the gold answers that the run takes, which a world makes by its rules. */
function* linesOf(rows: readonly PreferenceRow[], goldOf: ((row: PreferenceRow) => string) | null): Iterable<string> {
  const written = (row: PreferenceRow): PreferenceRow =>
    goldOf === null ? row : { ...row, relations: { ...row.relations, gold: goldOf(row) } };
  for (let at = 0; at < rows.length; at += LINES) yield `${canonicalJsonl(rows.slice(at, at + LINES).map(written))}\n`;
}

/** Rows that the whole run takes. */
function rowsConsumed(experiment: Experiment): number {
  return experiment.max_steps * experiment.gradient_accumulation_steps * experiment.per_device_train_batch_size;
}

function takenRows(experiment: Experiment, rows: readonly PreferenceRow[]): readonly PreferenceRow[] {
  const count = rowsConsumed(experiment);
  if (count >= rows.length) return rows;
  const row = dataOrder(rows.length, experiment.seed);
  return Array.from({ length: count }, (_, consumed) => rows[row(consumed)]).filter((taken) => taken !== undefined);
}

/** A JSON array: the number of the row that comes next, for the whole run; an update a line. */
function* orderText(experiment: Experiment, rowCount: number): Iterable<string> {
  const row = dataOrder(rowCount, experiment.seed);
  const count = rowsConsumed(experiment);
  const size = count / experiment.max_steps;
  for (let begin = 0; begin < count; begin += size) {
    const update = Array.from({ length: size }, (_, i) => row(begin + i));
    yield `${begin === 0 ? '[' : ',\n'}${update.join(',')}`;
  }
  yield ']\n';
}

const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
/** Not every folder has them. */
const OPTIONAL_MODEL_FILES = ['generation_config.json', 'README.md'] as const;

async function modelFiles(source: ModelSource): Promise<ExportFile[]> {
  const files = new Map(await checkpointFiles(source));
  for (const name of MODEL_FILES) files.set(name, await source.read(name));
  for (const name of OPTIONAL_MODEL_FILES) {
    const bytes = await source.read(name).catch((failure: unknown) => {
      if (failure instanceof EngineError && failure.code === 'MODEL_NOT_FOUND') return null;
      throw failure;
    });
    if (bytes !== null) files.set(name, bytes);
  }
  return [...files].map(([name, bytes]) => ({ path: `model/${name}`, content: [bytes] }));
}
