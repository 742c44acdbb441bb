import type { PreferenceRow } from '../../worlds/types.ts';
import { type FieldProblem, isFieldProblem, readText } from '../readText.ts';
import type { Fields, NoteId, Reading } from './types.ts';

/**
 * A pair of answers to a prompt. Scores are optional; equal ones, and ones that go against the label, are noted: the label
 * stands.
 */
export function pairReading(
  row: PreferenceRow,
  notes: readonly NoteId[] = [],
  identicalField = 'rejected',
): Reading | FieldProblem {
  const { chosen, rejected, score_chosen, score_rejected } = row;
  if (chosen === rejected) {
    const expected = 'a text that differs from the other answer';
    return { problem: 'identical', field: identicalField, found: rejected, expected };
  }
  return { item: { kind: 'pair', row }, notes: [...notes, ...scoreNotes(score_chosen, score_rejected)] };
}

export function scoreNotes(chosen: number | undefined, rejected: number | undefined): NoteId[] {
  if (chosen === undefined || rejected === undefined || chosen > rejected) return [];
  return [chosen === rejected ? 'equal_scores' : 'scores_disagree'];
}

/** An answer that may have come as a boolean or a number, as "True" and "42" do where somebody let a library guess types. */
export function spelledAnswer(
  fields: Fields,
  field: string,
): { text: string; notes: readonly NoteId[] } | FieldProblem {
  const found = fields.get(field);
  const isSpelled = typeof found === 'boolean' || (typeof found === 'number' && Number.isFinite(found));
  const text = readText(field, isSpelled ? String(found) : found);
  return isFieldProblem(text) ? text : { text, notes: isSpelled ? ['spelled_out'] : [] };
}

/** The first of several names that a field goes by, with something in it. */
export function firstField(fields: Fields, names: readonly string[]): string | undefined {
  return names.find((name) => fields.get(name) !== undefined && fields.get(name) !== null);
}

export function firstValue(fields: Fields, names: readonly string[]): unknown {
  const name = firstField(fields, names);
  return name === undefined ? undefined : fields.get(name);
}

/** Optional scores under the first names that are there. */
export function optionalScores(
  fields: Fields,
  chosenNames: readonly string[],
  rejectedNames: readonly string[],
): { score_chosen?: number; score_rejected?: number } | FieldProblem {
  const scores: { score_chosen?: number; score_rejected?: number } = {};
  for (const [name, names] of [
    ['score_chosen', chosenNames],
    ['score_rejected', rejectedNames],
  ] as const) {
    const field = firstField(fields, names);
    if (field === undefined) continue;
    const found = fields.get(field);
    if (typeof found !== 'number' || !Number.isFinite(found)) {
      return { problem: 'wrong_type', field, found, expected: 'a finite number' };
    }
    scores[name] = found;
  }
  return scores;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value));
}

export const missing = (field: string, fields: Fields, expected: string): FieldProblem => ({
  problem: 'missing_field',
  field,
  found: [...fields.keys()].join(', '),
  expected,
});
