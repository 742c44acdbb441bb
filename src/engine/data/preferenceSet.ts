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

/** Changes to a bundled set's knobs; null keeps the set's own. */
export interface KnobChanges {
  readonly kappa: number | null;
  readonly epsilon: number | null;
  readonly sharpness: number | null;
}

/**
 * A bundled set: its committed rows, or, with other knobs, rows generated anew from its seed.
 *
 * @throws EngineError DATA_NOT_FOUND, DATA_LINE_INVALID
 */
export async function loadBundledSet(source: ModelSource, id: string, changes: KnobChanges): Promise<PreferenceSet> {
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

  const knobs: Record<string, number> = { ...card.knobs };
  if (changes.kappa !== null) knobs.kappa = changes.kappa;
  if (changes.epsilon !== null) knobs.epsilon = changes.epsilon;
  if (changes.sharpness !== null) knobs.sharpness = changes.sharpness;
  if (Object.entries(knobs).some(([name, value]) => value !== card.knobs[name])) {
    return {
      id,
      world,
      knobs,
      ...generatePairs(world, knobs, card.seed, { train: card.rows, heldout: card.heldoutRows }),
    };
  }
  const rows = async (path: string) => {
    const imported = importJsonl(await text(path));
    const problem = imported.problems[0];
    if (problem) throw new EngineError('DATA_LINE_INVALID', { data: id, ...problem });
    return imported.rows;
  };
  return { id, world, knobs, train: await rows(card.files.train), heldout: await rows(card.files.heldout) };
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
