import { EngineError } from '../errors.ts';
import type { MethodNeeds } from '../methods/types.ts';
import type { PreferenceRow, RelateOptions, RowRelations } from '../worlds/types.ts';
import type { PreferenceSet } from './preferenceSet.ts';
import { type RelationName, relationsOf, stepsOf } from './relationsOf.ts';
import {
  type RowTokenizer,
  type TokenizedRelations,
  type TokenizedRow,
  type TokenizedSequence,
  tokenizeCompletion,
  tokenizeRow,
} from './tokenizeRow.ts';

/** Answers of a list, and degrees of what is missing of an answer (none among them). */
const LIST_ANSWERS = 4;
const DEGREE_WORDS = ['nothing', 'a little', 'much', 'most of it'] as const;
const DEGREE_QUESTION = 'What is missing?\n';

export interface RelationSettings {
  /** Tokens of a sequence at most, and of a rationale with both answers before it. */
  readonly maxLength: number;
  readonly contextLength: number;
  readonly seed: number;
}

/** How the rows of a run are related. */
export function relateOptions(seed: number): RelateOptions {
  return { seed, answers: LIST_ANSWERS, degrees: DEGREE_WORDS.length };
}

/** The fields of a row's relations that a method reads. */
export function relationsNeeded({ relation, sides = [], columns = [] }: MethodNeeds): RelationName[] {
  const names: RelationName[] = [];
  if (relation === 'list') names.push('ranking');
  if (sides.includes('gold')) names.push('gold');
  if (sides.includes('rationale')) names.push('rationale', 'rationale_prompt');
  if (sides.includes('satisfied')) names.push('prompt_satisfied');
  if (sides.includes('violated')) names.push('prompt_violated');
  if (sides.includes('synthesisedChosen')) names.push('synthesised_prompt', 'synthesised_chosen');
  if (sides.includes('synthesisedRejected')) names.push('synthesised_rejected');
  if (sides.includes('degree')) names.push('degraded');
  if (columns.includes('attribute1') || columns.includes('attribute2')) {
    names.push('attributes_chosen', 'attributes_rejected');
  }
  if (columns.includes('probability')) names.push('probability');
  return names;
}

/** Whether rows made ready for any other method are ready for this one too. */
export function readsPairsAlone(needs: MethodNeeds): boolean {
  return relationsNeeded(needs).length === 0 && needs.steps !== true && needs.columns?.includes('score') !== true;
}

/**
 * @throws EngineError DATA_UNPAIRED where rows hold answers to different prompts and the method compares the two
 */
export function requirePairs(rows: readonly PreferenceRow[], { relation }: MethodNeeds): void {
  if (relation === 'unpaired' || relation === 'completion') return;
  const count = rows.filter(({ rejected_prompt }) => rejected_prompt !== undefined).length;
  if (count > 0) throw new EngineError('DATA_UNPAIRED', { count, rows: rows.length });
}

/**
 * Rows ready for a method. What it needs beyond the pair is made when a batch first asks for it: a world writes it anew from
 * its rules. Rows without a world are looked through beforehand, so that a run does not end in the middle.
 *
 * @throws EngineError DATA_RELATION_MISSING for a row that lacks what the method needs, now or (never in a world) later
 */
export function tokenizeRows(
  tokenizer: RowTokenizer,
  set: Pick<PreferenceSet, 'world' | 'knobs'>,
  rows: readonly PreferenceRow[],
  needs: MethodNeeds,
  settings: RelationSettings,
): TokenizedRow[] {
  const names = relationsNeeded(needs);
  const steps = needs.steps ? (answer: string) => stepsOf(set, answer) : undefined;
  const options = relateOptions(settings.seed);
  return rows.map((row) => {
    if (needs.columns?.includes('score')) needScores(row);
    if (set.world === null) relationsOf(set, row, options, names);
    const tokenized = tokenizeRow(tokenizer, row, settings.maxLength, steps);
    if (names.length === 0) return tokenized;
    let relations: TokenizedRelations | undefined;
    return {
      ...tokenized,
      get relations() {
        relations ??= tokenizeRelations(tokenizer, row, relationsOf(set, row, options, names), names, settings, steps);
        return relations;
      },
    };
  });
}

function needScores({ prompt, score_chosen, score_rejected }: PreferenceRow): void {
  if (score_chosen !== undefined && score_rejected !== undefined) return;
  throw new EngineError('DATA_RELATION_MISSING', {
    relation: 'score_chosen, score_rejected',
    row: prompt.trim().slice(0, 60),
  });
}

type Steps = ((answer: string) => readonly string[]) | undefined;

function tokenizeRelations(
  tokenizer: RowTokenizer,
  row: PreferenceRow,
  relations: RowRelations,
  names: readonly RelationName[],
  { maxLength, contextLength }: RelationSettings,
  steps: Steps,
): TokenizedRelations {
  const sequence = (prompt: string, completion: string, limit = maxLength): TokenizedSequence =>
    tokenizeCompletion(tokenizer, prompt, completion, limit, steps);
  const where = <T>(name: RelationName, made: () => T): T | undefined => (names.includes(name) ? made() : undefined);
  const made: { readonly [Name in keyof TokenizedRelations]: TokenizedRelations[Name] | undefined } = {
    gold: where('gold', () => sequence(row.prompt, relations.gold ?? '')),
    // Both answers stand before it: it may take the whole context.
    rationale: where('rationale', () =>
      sequence(relations.rationale_prompt ?? '', relations.rationale ?? '', contextLength),
    ),
    satisfied: where('prompt_satisfied', () => sequence(relations.prompt_satisfied ?? '', row.chosen)),
    violated: where('prompt_violated', () => sequence(relations.prompt_violated ?? '', row.chosen)),
    synthesisedChosen: where('synthesised_chosen', () =>
      sequence(relations.synthesised_prompt ?? '', relations.synthesised_chosen ?? ''),
    ),
    synthesisedRejected: where('synthesised_rejected', () =>
      sequence(relations.synthesised_prompt ?? '', relations.synthesised_rejected ?? ''),
    ),
    degree: where('degraded', () =>
      [row.chosen, ...(relations.degraded ?? [])].map((answer, degree) =>
        sequence(`${row.prompt}${answer}\n${DEGREE_QUESTION}`, DEGREE_WORDS[degree] ?? '', contextLength),
      ),
    ),
    members: where('ranking', () =>
      (relations.ranking ?? []).map(({ answer, score }) => ({ sequence: sequence(row.prompt, answer), value: score })),
    ),
    attributes: where('attributes_chosen', () => ({
      chosen: relations.attributes_chosen ?? [0, 0],
      rejected: relations.attributes_rejected ?? [0, 0],
    })),
    probability: where('probability', () => relations.probability),
  };
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
}
