import { type FieldProblem, isFieldProblem } from '../../readText.ts';
import { isRecord, optionalScores } from '../readings.ts';
import type { Fields, Reading, Shape } from '../types.ts';
import { messagePairs } from './messagePairs.ts';
import { pairs } from './pairs.ts';

/**
 * UltraFeedback, binarised: pairs, as texts or as message lists, whose scores stand in `metadata` (`score_chosen`,
 * `score_rejected`) or beside the lists.
 */
export const ultrafeedback: Shape = {
  id: 'ultrafeedback',
  fits: (fields) =>
    (fitsPair(fields) && metadataOf(fields).has('score_chosen')) ||
    (messagePairs.fits(fields) && fields.has('score_chosen')),
  read(fields): Reading | FieldProblem {
    const scores = optionalScores(metadataOf(fields), ['score_chosen'], ['score_rejected']);
    if (isFieldProblem(scores)) return { ...scores, field: `metadata.${scores.field}` };
    const found = new Map<string, unknown>(Object.entries(scores));
    const withScores: Fields = {
      get: (name) => (fields.has(name) ? fields.get(name) : found.get(name)),
      has: (name) => fields.has(name) || found.has(name),
      keys: () => fields.keys(),
    };
    return (messagePairs.fits(fields) ? messagePairs : pairs).read(withScores);
  },
};

const fitsPair = (fields: Fields) => pairs.fits(fields) || messagePairs.fits(fields);

function metadataOf(fields: Fields): Fields {
  const metadata = fields.get('metadata');
  return new Map(isRecord(metadata) ? Object.entries(metadata) : []);
}
