import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { missing, pairReading } from '../readings.ts';
import type { Shape } from '../types.ts';

const ANSWER = '\n\nAssistant:';

/**
 * hh-rlhf: `chosen` and `rejected` are whole dialogues, `\n\nHuman: …\n\nAssistant: …`. The prompt is all up to and including the
 * last `\n\nAssistant:`, which both must share: where they part earlier, the two answers are not to the same prompt, and the
 * record is left out. Texts stand as they are, the space before an answer too.
 */
export const dialogues: Shape = {
  id: 'dialogues',
  fits: (fields) =>
    !fields.has('prompt') &&
    ['chosen', 'rejected'].every((name) => {
      const text = fields.get(name);
      return typeof text === 'string' && text.includes(ANSWER);
    }),
  read(fields) {
    const sides: { prompt: string; answer: string }[] = [];
    for (const field of ['chosen', 'rejected']) {
      if (!fields.has(field)) return missing(field, fields, 'a dialogue');
      const text = readText(field, fields.get(field));
      if (isFieldProblem(text)) return text;
      const side = splitDialogue(field, text);
      if (isFieldProblem(side)) return side;
      sides.push(side);
    }
    const [chosen, rejected] = sides as [{ prompt: string; answer: string }, { prompt: string; answer: string }];
    if (chosen.prompt !== rejected.prompt) {
      const expected = 'both dialogues alike up to the last answer';
      return {
        problem: 'diverges_early',
        field: 'rejected',
        found: partingOf(chosen.prompt, rejected.prompt),
        expected,
      };
    }
    for (const [field, { answer }] of [
      ['chosen', chosen],
      ['rejected', rejected],
    ] as const) {
      const text = readText(field, answer);
      if (isFieldProblem(text)) return { ...text, expected: 'an answer at the end that is not empty' };
    }
    return pairReading({ prompt: chosen.prompt, chosen: chosen.answer, rejected: rejected.answer });
  },
};

function splitDialogue(field: string, text: string): { prompt: string; answer: string } | FieldProblem {
  const at = text.lastIndexOf(ANSWER);
  if (at < 0)
    return { problem: 'no_answer', field, found: text, expected: 'a dialogue with an answer by the assistant' };
  const end = at + ANSWER.length;
  return { prompt: text.slice(0, end), answer: text.slice(end) };
}

/** Where two texts part, as the second goes on. */
function partingOf(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return b.slice(at);
}
