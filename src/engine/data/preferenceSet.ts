import * as z from 'zod/mini';
import { EngineError } from '../errors.ts';
import type { ModelSource } from '../model/modelSource.ts';
import { generatePairs, WORLDS } from '../worlds/index.ts';
import type { PreferenceRow, World } from '../worlds/types.ts';
import { importJsonl } from './importJsonl.ts';

z.config({ jitless: true }); // A strict Content-Security-Policy forbids compiled validators.

/** Rows to train and evaluate on, and who judges answers to their prompts. */
export interface PreferenceSet {
  readonly id: string;
  readonly train: readonly PreferenceRow[];
  readonly heldout: readonly PreferenceRow[];
  /** Null for rows a person brought: then nobody can judge fresh answers. */
  readonly world: World | null;
  readonly knobs: Readonly<Record<string, number>>;
}

const DatasetCard = z.object({
  id: z.string(),
  world: z.string(),
  knobs: z.record(z.string(), z.number()),
  seed: z.number(),
  rows: z.number(),
  heldoutRows: z.number(),
  files: z.object({ train: z.string(), heldout: z.string() }),
});

/** Changes to a set's recipe; null keeps the set's own. */
export interface RecipeChanges {
  readonly knobs: Readonly<Record<string, number | null>>;
  readonly seed: number | null;
}

/** Rows of a set that is not bundled: as many as of those that are. */
const GENERATED_ROWS = { train: 2400, heldout: 400 } as const;
const GENERATED_SEED = 1;

/**
 * A world's set. Of a bundled one the committed rows, or, with other knobs or another seed, rows generated anew; every world
 * but `style` is a set of its own id that is always generated.
 *
 * @param source the bundled set's folder; not asked for a set that is generated
 * @throws EngineError DATA_NOT_FOUND, DATA_LINE_INVALID
 */
export async function loadWorldSet(source: ModelSource, id: string, changes: RecipeChanges): Promise<PreferenceSet> {
  const generated = WORLDS.find((world) => world.id === id && !BUNDLED_WORLDS.includes(id));
  if (generated !== undefined) {
    const knobs = changedKnobs(Object.fromEntries(generated.knobs.map((knob) => [knob.name, knob.default])), changes);
    const seed = changes.seed ?? GENERATED_SEED;
    return { id, world: generated, knobs, ...generatePairs(generated, knobs, seed, GENERATED_ROWS) };
  }
  const text = async (path: string) => {
    try {
      return new TextDecoder().decode(await source.read(path));
    } catch (cause) {
      throw new EngineError('DATA_NOT_FOUND', { data: id, path }, cause);
    }
  };
  const card = readCard(id, await text('dataset.json'));
  const world = WORLDS.find((candidate) => candidate.id === card.world) ?? null;
  if (world === null) throw new EngineError('DATA_NOT_FOUND', { data: id, path: `world ${card.world}` });

  const knobs = changedKnobs(card.knobs, changes);
  const seed = changes.seed ?? card.seed;
  if (seed !== card.seed || Object.entries(knobs).some(([name, value]) => value !== card.knobs[name])) {
    return { id, world, knobs, ...generatePairs(world, knobs, seed, { train: card.rows, heldout: card.heldoutRows }) };
  }
  const rows = async (path: string) => {
    const imported = importJsonl(await text(path));
    const problem = imported.problems[0];
    if (problem) throw new EngineError('DATA_LINE_INVALID', { data: id, ...problem });
    return imported.rows;
  };
  return { id, world, knobs, train: await rows(card.files.train), heldout: await rows(card.files.heldout) };
}

/** Worlds whose sets are files. */
const BUNDLED_WORLDS: readonly string[] = ['style'];

function changedKnobs(own: Readonly<Record<string, number>>, { knobs }: RecipeChanges): Record<string, number> {
  const changed = { ...own };
  for (const [name, value] of Object.entries(knobs)) if (value !== null) changed[name] = value;
  return changed;
}

function readCard(id: string, text: string): z.infer<typeof DatasetCard> {
  try {
    return z.parse(DatasetCard, JSON.parse(text));
  } catch (cause) {
    throw new EngineError('DATA_NOT_FOUND', { data: id, path: 'dataset.json' }, cause);
  }
}

/** Every HELD_OUT_EVERY-th own row is held out, at most HELD_OUT_MAX. */
const HELD_OUT_EVERY = 8;
const HELD_OUT_MAX = 400;
const OWN_ROWS_MIN = 8;

/** @throws EngineError DATA_NO_PAIRS with fewer rows than a run needs */
export function ownPreferenceSet(rows: readonly PreferenceRow[]): PreferenceSet {
  if (rows.length < OWN_ROWS_MIN) throw new EngineError('DATA_NO_PAIRS', { found: rows.length, needed: OWN_ROWS_MIN });
  const heldOut = (index: number) =>
    index % HELD_OUT_EVERY === HELD_OUT_EVERY - 1 && index / HELD_OUT_EVERY < HELD_OUT_MAX;
  return {
    id: 'own',
    train: rows.filter((_, index) => !heldOut(index)),
    heldout: rows.filter((_, index) => heldOut(index)),
    world: null,
    knobs: {},
  };
}
