/**
 * Writes a bundled model's model.json and card from its files and from what was measured of it:
 *
 *     npx tsx tools/pretrain/seal.ts nano-1-base nano-1 small-1
 *
 * Needs, in logs/: the runs' CSV files (train.py), ID.loss.json (heldOut.py), and for models that answer ID.t1.0.json and ID.t0.9.json (evaluate.ts --json).
 * Also writes public/models/index.json, the default first.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { described, order } from './describedModels.ts';
import { modelCard } from './modelCard.ts';

const models = new URL('../../public/models/', import.meta.url);

function seal(id: string): void {
  const about = described[id];
  if (about === undefined) throw new Error(`no description of ${id}`);
  const folder = new URL(`${id}/`, models);
  const read = (name: string) => readFileSync(new URL(name, folder));
  const files = [
    'model.safetensors',
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  const sha256 = Object.fromEntries(files.map((name) => [name, createHash('sha256').update(read(name)).digest('hex')]));
  const config = JSON.parse(read('config.json').toString('utf8'));
  const metadata = {
    id,
    label: about.label,
    parameters: countParameters(read('model.safetensors')),
    bytes: files.map((name) => read(name).byteLength).reduce((a, b) => a + b),
    sha256,
    licence: 'MIT',
    context: config.max_position_embeddings,
    vocabulary: config.vocab_size,
    files,
    default: id === 'nano-1',
    ...(about.worlds === undefined ? {} : { worlds: Object.keys(about.worlds) }),
  };
  writeFileSync(new URL('model.json', folder), `${JSON.stringify(metadata, null, 2)}\n`);
  writeFileSync(
    new URL('README.md', folder),
    modelCard(id, about, metadata.parameters, config, sha256['model.safetensors'] ?? ''),
  );
}

function countParameters(file: Buffer): number {
  const header: Record<string, { shape?: number[] }> = JSON.parse(
    file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString('utf8'),
  );
  return Object.values(header).reduce(
    (sum, { shape }) => sum + (shape === undefined ? 0 : shape.reduce((a, b) => a * b)),
    0,
  );
}

for (const id of process.argv.slice(2)) seal(id);
writeFileSync(
  new URL('index.json', models),
  `${JSON.stringify(order.filter((id) => existsSync(new URL(`${id}/model.json`, models))))}\n`,
);
