import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { rankedReading } from '../rankedReading.ts';
import { isRecord, missing } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

/**
 * UltraFeedback as it was scored: an `instruction` and `completions`, each with its `response`. The score is the mean of the four
 * aspects (`fine-grained_score`), else `overall_score`.
 */
export const ultrafeedbackScored: Shape = {
  id: 'ultrafeedback_scored',
  fits: (fields) => {
    const completions = fields.get('completions');
    return (
      typeof fields.get('instruction') === 'string' &&
      Array.isArray(completions) &&
      completions.length > 0 &&
      completions.every((entry) => isRecord(entry) && 'response' in entry)
    );
  },
  read(fields) {
    const instruction = readText('instruction', fields.get('instruction'), true);
    if (isFieldProblem(instruction)) return instruction;
    const completions = fields.get('completions');
    if (!Array.isArray(completions)) return missing('completions', fields, 'a list of scored responses');
    const answers: { answer: unknown; score: number }[] = [];
    for (const [index, entry] of (completions as unknown[]).entries()) {
      const score = scoreOf(entry, index);
      if (isFieldProblem(score)) return score;
      answers.push({ answer: isRecord(entry) ? entry.response : undefined, score });
    }
    return rankedReading(questionPrompt(instruction), 'completions', answers, true);
  },
};

function scoreOf(entry: unknown, index: number): number | FieldProblem {
  const fields: Fields = new Map(isRecord(entry) ? Object.entries(entry) : []);
  const scores = ['fine-grained_score', 'overall_score'].map((name) => fields.get(name));
  const score = scores.find((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (score !== undefined) return score;
  const expected = 'a fine-grained_score or an overall_score';
  return { problem: 'wrong_type', field: `completions[${index}]`, found: scores.at(-1) ?? '', expected };
}
