import type { PreferenceRow } from '../../../worlds/types.ts';
import { readRelations } from '../../readRelations.ts';
import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { missing, scoreNotes } from '../readings.ts';
import type { Fields, Reading, Shape } from '../types.ts';

/**
 * TRL's preference format, which is this project's own: texts `prompt`, `chosen`, `rejected`, as they stand; optional numbers
 * `score_chosen`, `score_rejected`; the optional fields of `RowRelations`. `rejected_prompt` where single answers to two prompts
 * were joined.
 */
export const pairs: Shape = {
  id: 'pairs',
  fits: (fields) => ['prompt', 'chosen', 'rejected'].every((name) => typeof fields.get(name) === 'string'),
  read(fields): Reading | FieldProblem {
    const row = readPair(fields);
    if (isFieldProblem(row)) return row;
    return { item: { kind: 'pair', row }, notes: scoreNotes(row.score_chosen, row.score_rejected) };
  },
};

/** Rebuilds a row field by field. */
function readPair(fields: Fields): PreferenceRow | FieldProblem {
  const texts: string[] = [];
  for (const field of ['prompt', 'chosen', 'rejected']) {
    if (!fields.has(field)) return missing(field, fields, 'a text');
    const text = readText(field, fields.get(field), field === 'prompt');
    if (isFieldProblem(text)) return text;
    texts.push(text);
  }
  const [prompt = '', chosen = '', rejected = ''] = texts;
  const other = fields.get('rejected_prompt');
  const rejectedPrompt = other === undefined || other === null ? undefined : readText('rejected_prompt', other, true);
  if (isFieldProblem(rejectedPrompt)) return rejectedPrompt;
  if (chosen === rejected && (rejectedPrompt === undefined || rejectedPrompt === prompt)) {
    return { problem: 'identical', field: 'rejected', found: rejected, expected: 'a text that differs from chosen' };
  }
  const scores: { score_chosen?: number; score_rejected?: number } = {};
  for (const field of ['score_chosen', 'score_rejected'] as const) {
    const found = fields.get(field);
    if (found === undefined || found === null) continue;
    if (typeof found !== 'number' || !Number.isFinite(found))
      return { problem: 'wrong_type', field, found, expected: 'a finite number' };
    scores[field] = found;
  }
  const relations = readRelations(fields, rejected);
  if (isFieldProblem(relations)) return relations;
  return {
    prompt,
    ...(rejectedPrompt === undefined || rejectedPrompt === prompt ? {} : { rejected_prompt: rejectedPrompt }),
    chosen,
    rejected,
    ...scores,
    ...(relations === undefined ? {} : { relations }),
  };
}
