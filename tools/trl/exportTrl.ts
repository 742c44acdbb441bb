/**
 * Writes the folder that the page offers as "Export to TRL", by the same code.
 *
 *   npm run --silent export-trl -- 'LINK' OUT…     into the folder OUT, which is made; or as one file where OUT ends in .zip
 *   npm run --silent export-trl -- --methods       a JSON line for every objective: {"id", "link", "trainer" or "reason"};
 *                                                  where the trainer draws answers, its "module", "config" and "arguments"
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeLink, encodeLink } from '../../src/engine/experiment/codec.ts';
import { defaultExperiment } from '../../src/engine/experiment/defaultExperiment.ts';
import type { ExportFile } from '../../src/engine/export/exportFile.ts';
import { trlTarget } from '../../src/engine/export/trlTarget.ts';
import { zipFolder } from '../../src/engine/export/zipFolder.ts';
import { METHODS } from '../../src/engine/methods/index.ts';
import { exportBundled } from './exportBundled.ts';

const USAGE =
  "usage: npm run --silent export-trl -- 'LINK' OUT…   (a folder, or a .zip)\n       npm run --silent export-trl -- --methods";

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { methods: { type: 'boolean', default: false } } });
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function listMethods(): void {
  for (const method of METHODS) {
    const experiment = defaultExperiment(method.id);
    const target = trlTarget(method, experiment.hyperparameters);
    const how = 'trainer' in target ? { trainer: target.trainer } : target;
    process.stdout.write(`${JSON.stringify({ id: method.id, link: `#${encodeLink(experiment)}`, ...how })}\n`);
  }
}

async function writeFolder(out: string, files: readonly ExportFile[]): Promise<void> {
  for (const { path, content } of files) {
    const file = join(out, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

async function exportLink(link: string, out: string): Promise<void> {
  const { experiment, notes, readOnly } = decodeLink(link);
  for (const note of notes) process.stderr.write(`link: ${JSON.stringify(note)}\n`);
  if (readOnly) fail('the link was made by a newer version');
  if (experiment.data === 'own') fail('a link to own data needs its file, which only the page can ask for');
  const { name, files } = await exportBundled(experiment);
  if (out.endsWith('.zip')) await writeFile(out, await zipFolder(name, files, async () => undefined));
  else await writeFolder(out, files);
}

const { values, positionals } = readArguments();
if (values.methods) {
  if (positionals.length > 0) fail('--methods stands alone');
  listMethods();
} else {
  if (positionals.length === 0 || positionals.length % 2 !== 0)
    fail(
      `links, each with where to write it, are expected, got ${positionals.length} arguments; quote a link, because of its &`,
    );
  for (let at = 0; at < positionals.length; at += 2)
    await exportLink(positionals[at] as string, positionals[at + 1] as string);
}
