import { isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { pairReading, spelledAnswer } from '../readings.ts';
import type { Shape } from '../types.ts';

/**
 * AlpacaEval annotations: `instruction`, two outputs, and a `preference` from 1 (the first is better) to 2 (the second), as a
 * number or as its text; 1.5 and 0 are ties.
 */
export const alpacaEval: Shape = {
  id: 'alpaca_eval',
  fits: (fields) => ['instruction', 'output_1', 'output_2', 'preference'].every((name) => fields.has(name)),
  read(fields) {
    const instruction = readText('instruction', fields.get('instruction'), true);
    if (isFieldProblem(instruction)) return instruction;
    const first = spelledAnswer(fields, 'output_1');
    if (isFieldProblem(first)) return first;
    const second = spelledAnswer(fields, 'output_2');
    if (isFieldProblem(second)) return second;
    const found = fields.get('preference');
    const preference = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    if (preference === 0 || preference === 1.5) {
      return { problem: 'tie', field: 'preference', found, expected: 'a better answer' };
    }
    if (typeof preference !== 'number' || !(preference >= 1 && preference <= 2)) {
      return { problem: 'wrong_type', field: 'preference', found, expected: 'a number from 1 to 2' };
    }
    const [chosen, rejected] = preference < 1.5 ? [first, second] : [second, first];
    const row = { prompt: questionPrompt(instruction), chosen: chosen.text, rejected: rejected.text };
    return pairReading(row, [...first.notes, ...second.notes], 'output_2');
  },
};
