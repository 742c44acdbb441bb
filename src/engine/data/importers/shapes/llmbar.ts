import { isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { missing, pairReading, spelledAnswer } from '../readings.ts';
import type { Shape } from '../types.ts';

/** LLMBar: `input`, two outputs, and a `label` 1 or 2 that names the better one. */
export const llmbar: Shape = {
  id: 'llmbar',
  fits: (fields) => ['input', 'output_1', 'output_2', 'label'].every((name) => fields.has(name)),
  read(fields) {
    for (const name of ['input', 'output_1', 'output_2', 'label']) {
      if (!fields.has(name)) return missing(name, fields, name === 'label' ? '1 or 2' : 'a text');
    }
    const input = readText('input', fields.get('input'), true);
    if (isFieldProblem(input)) return input;
    const first = spelledAnswer(fields, 'output_1');
    if (isFieldProblem(first)) return first;
    const second = spelledAnswer(fields, 'output_2');
    if (isFieldProblem(second)) return second;
    const label = fields.get('label');
    if (label === 0) return { problem: 'tie', field: 'label', found: label, expected: 'a better answer: 1 or 2' };
    if (label !== 1 && label !== 2) return { problem: 'wrong_type', field: 'label', found: label, expected: '1 or 2' };
    const [chosen, rejected] = label === 1 ? [first, second] : [second, first];
    const row = { prompt: questionPrompt(input), chosen: chosen.text, rejected: rejected.text };
    return pairReading(row, [...first.notes, ...second.notes], 'output_2');
  },
};
