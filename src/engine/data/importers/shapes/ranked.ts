import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { isMessageList, promptText, questionPrompt, readMessages } from '../messages.ts';
import { type ListedAnswer, rankedReading } from '../rankedReading.ts';
import { firstField, firstValue, isRecord, missing } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

const QUESTION = ['prompt', 'instruction', 'question', 'query'];
const LISTS = ['responses', 'answers', 'completions', 'candidates', 'outputs', 'ranking'];
const TEXTS = ['answer', 'response', 'completion', 'text', 'output', 'content'];
const SCORES = ['score', 'reward', 'rating', 'overall_score'];
const LIST_SCORES = ['scores', 'rewards', 'ratings'];
const LIST_RANKS = ['ranks', 'rank', 'rankings'];

/**
 * Ranked lists: several answers with a score (higher is better) or a rank (1 is best) each, in the list or in one beside it; or
 * `output: [better, worse]`, best first.
 */
export const ranked: Shape = {
  id: 'ranked',
  fits: (fields) => firstField(fields, QUESTION) !== undefined && !isFieldProblem(readList(fields)),
  read(fields) {
    const question = firstField(fields, QUESTION);
    if (question === undefined) return missing('prompt', fields, 'a text');
    const prompt = readPrompt(question, fields);
    if (isFieldProblem(prompt)) return prompt;
    const list = readList(fields);
    return isFieldProblem(list) ? list : rankedReading(prompt, list.field, list.answers, list.areScores);
  },
};

interface List {
  readonly field: string;
  readonly answers: readonly ListedAnswer[];
  readonly areScores: boolean;
}

/** A field called `prompt` stands as it is; a question, with its input, ends in a newline. */
function readPrompt(name: string, fields: Fields): string | FieldProblem {
  const found = fields.get(name);
  if (isMessageList(found)) {
    const messages = readMessages(name, found);
    return isFieldProblem(messages) ? messages : readText(name, promptText(messages), true);
  }
  if (name === 'prompt' || typeof found !== 'string') return readText(name, found, true);
  const input = fields.get('input');
  return readText(name, questionPrompt(found, typeof input === 'string' ? input : ''), true);
}

function readList(fields: Fields): List | FieldProblem {
  const field = LISTS.find((name) => Array.isArray(fields.get(name)));
  if (field === undefined) return readBestFirst(fields);
  const entries = fields.get(field) as unknown[];
  const scores = firstValue(fields, LIST_SCORES);
  const ranks = firstValue(fields, LIST_RANKS);
  const beside = Array.isArray(scores) ? scores : Array.isArray(ranks) ? ranks : undefined;
  const answers: ListedAnswer[] = [];
  let areScores = beside === undefined || Array.isArray(scores);
  for (const [index, entry] of entries.entries()) {
    const own = isRecord(entry) ? new Map(Object.entries(entry)) : undefined;
    const score = beside === undefined ? own && firstValue(own, SCORES) : beside[index];
    const rank = beside === undefined && score === undefined ? own?.get('rank') : undefined;
    const value = score ?? rank;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const expected = 'a score or a rank for each answer';
      return { problem: 'wrong_type', field: `${field}[${index}]`, found: value ?? entry, expected };
    }
    if (rank !== undefined) areScores = false;
    answers.push({
      answer: own === undefined ? entry : firstValue(own, TEXTS),
      score: areScores ? value : -value,
    });
  }
  return { field, answers, areScores };
}

function readBestFirst(fields: Fields): List | FieldProblem {
  const found = fields.get('output');
  if (!Array.isArray(found)) return missing('responses', fields, 'a list of answers');
  const answers = (found as unknown[]).map((answer, index) => ({ answer, score: -index }));
  return { field: 'output', answers, areScores: false };
}
