import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { missing, pairReading, spelledAnswer } from '../readings.ts';
import type { Fields, NoteId, Shape } from '../types.ts';

/**
 * PandaLM: `instruction`, `input`, two responses, and annotators who each say 1, 2 or 0 (a tie). More than half of them decide; a
 * tie, or no such majority, is left out. A boolean response is its spelling.
 */
export const pandalm: Shape = {
  id: 'pandalm',
  fits: (fields) =>
    ['instruction', 'response1', 'response2'].every((name) => fields.has(name)) && annotators(fields).length > 0,
  read(fields) {
    for (const name of ['instruction', 'response1', 'response2']) {
      if (!fields.has(name)) return missing(name, fields, 'a text');
    }
    const instruction = readText('instruction', fields.get('instruction'), true);
    if (isFieldProblem(instruction)) return instruction;
    const input = readText('input', fields.get('input') ?? '', true);
    if (isFieldProblem(input)) return input;
    const vote = majority(fields);
    if (isFieldProblem(vote)) return vote;
    const first = spelledAnswer(fields, 'response1');
    if (isFieldProblem(first)) return first;
    const second = spelledAnswer(fields, 'response2');
    if (isFieldProblem(second)) return second;
    const [chosen, rejected] = vote.winner === 1 ? [first, second] : [second, first];
    const row = { prompt: questionPrompt(instruction, input), chosen: chosen.text, rejected: rejected.text };
    return pairReading(row, [...first.notes, ...second.notes, ...vote.notes], 'response2');
  },
};

const annotators = (fields: Fields) => [...fields.keys()].filter((name) => /^annotator\d+$/.test(name));

function majority(fields: Fields): { winner: 1 | 2; notes: readonly NoteId[] } | FieldProblem {
  const names = annotators(fields);
  if (names.length === 0) return missing('annotator1', fields, '1, 2 or 0');
  const counts = [0, 0, 0];
  for (const field of names) {
    const found = fields.get(field);
    if (found !== 0 && found !== 1 && found !== 2) {
      return { problem: 'wrong_type', field, found, expected: '1, 2, or 0 for a tie' };
    }
    counts[found] = (counts[found] ?? 0) + 1;
  }
  const winner = ([1, 2] as const).find((side) => (counts[side] ?? 0) * 2 > names.length);
  if (winner === undefined) {
    const found = names.map((name) => fields.get(name)).join(', ');
    return { problem: 'tie', field: names.join(', '), found, expected: 'a majority for one answer' };
  }
  return { winner, notes: counts[winner] === names.length ? [] : ['majority'] };
}
