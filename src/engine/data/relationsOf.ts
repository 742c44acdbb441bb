import { EngineError } from '../errors.ts';
import { sentenceSteps } from '../worlds/sentenceSteps.ts';
import type { PreferenceRow, RelateOptions, RowRelations, World } from '../worlds/types.ts';
import { deriveRelations } from './deriveRelations.ts';
import type { PreferenceSet } from './preferenceSet.ts';

export type RelationName = keyof RowRelations;

interface Related {
  readonly world: World | null;
  readonly key: string;
  readonly relations: RowRelations;
}

/** Relations are asked for at every step that a row is in; only the last settings are kept. */
const related = new WeakMap<PreferenceRow, Related>();

const PROMPT_SHOWN = 60;

/**
 * The relations of a row: its own where it brought them, else by the rules of the set's world, else what can be derived
 * without a world. Of a longer own ranking `answers` are taken, and of more own degrees K-1, evenly spread; with fewer own
 * degrees than that they are missing, while a shorter ranking stays as it is.
 *
 * @param needs fields that must be there; the result's type has them
 * @throws EngineError DATA_RELATION_MISSING {relation: missing fields, row: start of its prompt}
 * @throws RangeError as `World.relate` does
 */
export function relationsOf<Needed extends RelationName = never>(
  set: Pick<PreferenceSet, 'world' | 'knobs'>,
  row: PreferenceRow,
  options: RelateOptions,
  needs: readonly Needed[] = [],
): RowRelations & Required<Pick<RowRelations, Needed>> {
  const relations = cached(set, row, options);
  const missing = needs.filter((name) => relations[name] === undefined);
  if (missing.length > 0) {
    const prompt = row.prompt.trim();
    throw new EngineError('DATA_RELATION_MISSING', {
      ...(set.world === null ? {} : { world: set.world.id }),
      relation: missing.join(', '),
      row: prompt.length > PROMPT_SHOWN ? `${prompt.slice(0, PROMPT_SHOWN)}…` : prompt,
    });
  }
  return relations as RowRelations & Required<Pick<RowRelations, Needed>>;
}

/** The steps of an answer by the set's world; sentences where there is none. */
export function stepsOf({ world }: Pick<PreferenceSet, 'world'>, answer: string): readonly string[] {
  return world === null ? sentenceSteps(answer) : world.steps(answer);
}

function cached({ world, knobs }: Pick<PreferenceSet, 'world' | 'knobs'>, row: PreferenceRow, options: RelateOptions) {
  const { seed, answers, degrees, rationale } = options;
  const key = JSON.stringify([seed, answers, degrees, rationale, Object.entries(knobs).sort()]);
  const known = related.get(row);
  if (known?.world === world && known.key === key) return known.relations;
  const made = world === null ? deriveRelations(row, options) : world.relate(row, knobs, options);
  const relations = { ...made, ...ownRelations(row, options) };
  if (row.relations?.degraded && row.relations.degraded.length < degrees - 1) delete relations.degraded;
  related.set(row, { world, key, relations });
  return relations;
}

function ownRelations({ relations: own = {} }: PreferenceRow, { answers, degrees }: RelateOptions) {
  const fitted: { -readonly [Name in RelationName]?: RowRelations[Name] } = { ...own };
  if (own.ranking) fitted.ranking = spread(own.ranking, answers);
  if (own.degraded) fitted.degraded = spread(own.degraded, degrees - 1);
  return fitted;
}

/** At most `count` of the items, evenly spread, the last among them. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  if (count === 1) return items.slice(-1);
  const at = (index: number) => Math.round((index * (items.length - 1)) / (count - 1));
  return Array.from({ length: count }, (_, index) => items[at(index)] as T);
}
