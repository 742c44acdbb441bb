import { isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { firstField, firstValue, missing, optionalScores, pairReading, spelledAnswer } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

const QUESTION = ['instruction', 'question', 'query', 'prompt'];
const CONTEXT = ['input', 'context'];
const CHOSEN = ['chosen', 'chosen_response', 'response_chosen', 'preferred'];
const REJECTED = ['rejected', 'rejected_response', 'response_rejected', 'dispreferred'];

/** Pairs whose prompt is in parts (`system`, `instruction` or `question`, `input`), or whose answers go by other names. */
export const instructionPairs: Shape = {
  id: 'instruction_pairs',
  fits: (fields) =>
    questionOf(fields) !== undefined &&
    [CHOSEN, REJECTED].every((names) => typeof firstValue(fields, names) === 'string'),
  read(fields) {
    const question = questionOf(fields);
    if (question === undefined) return missing('instruction', fields, 'a text');
    const prompt = readText(question, promptOf(fields, question), true);
    if (isFieldProblem(prompt)) return prompt;
    const chosen = spelledAnswer(fields, firstField(fields, CHOSEN) ?? 'chosen');
    if (isFieldProblem(chosen)) return chosen;
    const rejected = spelledAnswer(fields, firstField(fields, REJECTED) ?? 'rejected');
    if (isFieldProblem(rejected)) return rejected;
    const scores = optionalScores(fields, ['score_chosen', 'chosen_score'], ['score_rejected', 'rejected_score']);
    if (isFieldProblem(scores)) return scores;
    const row = { prompt, chosen: chosen.text, rejected: rejected.text, ...scores };
    return pairReading(row, [...chosen.notes, ...rejected.notes]);
  },
};

const questionOf = (fields: Fields) => QUESTION.find((name) => typeof fields.get(name) === 'string');

/** Its parts, a line each; what is missing or empty is left out. */
function promptOf(fields: Fields, question: string): string {
  const names = ['system', question, ...CONTEXT];
  const parts = names.map((name) => fields.get(name)).filter((part): part is string => typeof part === 'string');
  return questionPrompt(...parts);
}
