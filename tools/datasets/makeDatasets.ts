/**
 * The bundled preference sets: rows, card and metadata, from a seed.
 *
 *   npm run datasets
 *
 * Writes public/datasets/<id>/ and public/datasets/index.json; same code, same bytes. A published set's rows do not
 * change: a changed world makes a set with a new id.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sha256HexOfText } from '../../src/engine/data/sha256.ts';
import { generatePairs, WORLDS } from '../../src/engine/worlds/index.ts';
import type { PreferenceRow } from '../../src/engine/worlds/types.ts';
import { datasetCard } from './datasetCard.ts';

export interface DatasetRecipe {
  readonly id: string;
  readonly label: string;
  readonly world: string;
  readonly knobs: Readonly<Record<'kappa' | 'epsilon', number>>;
  readonly seed: number;
}

export const ROWS = { train: 2400, heldout: 400 } as const;

/** The first is the page's default. */
export const DATASETS: readonly DatasetRecipe[] = [
  {
    id: 'style-length-biased',
    label: 'Style, labels that favour length',
    world: 'style',
    knobs: { kappa: 2, epsilon: 0 },
    seed: 1,
  },
  { id: 'style', label: 'Style, labels by quality alone', world: 'style', knobs: { kappa: 0, epsilon: 0 }, seed: 1 },
  {
    id: 'style-noisy',
    label: 'Style, three labels in ten flipped',
    world: 'style',
    knobs: { kappa: 0, epsilon: 0.3 },
    seed: 1,
  },
];

export const DATASETS_FOLDER = fileURLToPath(new URL('../../public/datasets/', import.meta.url));

/** Both files of a set, in memory. */
export function datasetRows(recipe: DatasetRecipe): { train: PreferenceRow[]; heldout: PreferenceRow[] } {
  const world = WORLDS.find(({ id }) => id === recipe.world);
  if (world === undefined) throw new Error(`no world ${recipe.world}`);
  return generatePairs(world, recipe.knobs, recipe.seed, ROWS);
}

/** One object a line, a newline after each. */
export function jsonLines(rows: readonly PreferenceRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function makeDataset(recipe: DatasetRecipe): void {
  const { train, heldout } = datasetRows(recipe);
  const texts = { train: jsonLines(train), heldout: jsonLines(heldout) };
  const sha256 = { train: sha256HexOfText(texts.train), heldout: sha256HexOfText(texts.heldout) };
  const folder = `${DATASETS_FOLDER}${recipe.id}/`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}train.jsonl`, texts.train);
  writeFileSync(`${folder}heldout.jsonl`, texts.heldout);
  writeFileSync(
    `${folder}dataset.json`,
    `${JSON.stringify(
      {
        ...recipe,
        rows: train.length,
        heldoutRows: heldout.length,
        files: { train: 'train.jsonl', heldout: 'heldout.jsonl' },
        sha256,
        judge: { kappa: recipe.knobs.kappa },
      },
      null,
      2,
    )}\n`,
  );
  writeFileSync(`${folder}README.md`, datasetCard(recipe, train, heldout, sha256));
  process.stdout.write(`${recipe.id}: ${train.length} + ${heldout.length} rows\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const recipe of DATASETS) makeDataset(recipe);
  writeFileSync(
    `${DATASETS_FOLDER}index.json`,
    `${JSON.stringify(
      DATASETS.map(({ id }) => id),
      null,
      2,
    )}\n`,
  );
}
