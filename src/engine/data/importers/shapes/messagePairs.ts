import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import {
  isMessage,
  isMessageList,
  type Message,
  promptText,
  questionPrompt,
  readAnswered,
  readMessage,
  readMessages,
} from '../messages.ts';
import { firstField, firstValue, missing, optionalScores, pairReading } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

const CHOSEN = ['chosen', 'chosen_messages'];
const REJECTED = ['rejected', 'rejected_messages'];

/**
 * TRL's conversational preference format and its kin: `chosen` and `rejected` are message lists, with the prompt in front of the
 * answer or in a field of its own (`prompt`: a text or a list).
 */
export const messagePairs: Shape = {
  id: 'message_pairs',
  fits: (fields) => [CHOSEN, REJECTED].every((names) => isMessageList(firstValue(fields, names))),
  read(fields) {
    const sides = { chosen: firstField(fields, CHOSEN), rejected: firstField(fields, REJECTED) };
    if (sides.chosen === undefined) return missing('chosen', fields, 'a list of messages');
    if (sides.rejected === undefined) return missing('rejected', fields, 'a list of messages');
    const chosen = readAnswered(sides.chosen, fields);
    if (isFieldProblem(chosen)) return chosen;
    const rejected = readAnswered(sides.rejected, fields);
    if (isFieldProblem(rejected)) return rejected;
    const before = [chosen, rejected].map(({ prompt }) => JSON.stringify(prompt));
    if (before[0] !== before[1]) {
      const expected = 'both dialogues alike up to the last answer';
      return {
        problem: 'diverges_early',
        field: sides.rejected,
        found: partingOf(chosen.prompt, rejected.prompt),
        expected,
      };
    }
    const prompt = promptOf(fields, chosen.prompt);
    if (isFieldProblem(prompt)) return prompt;
    const scores = optionalScores(
      fields,
      ['score_chosen', 'chosen_score', 'chosen-rating', 'chosen_rating'],
      ['score_rejected', 'rejected_score', 'rejected-rating', 'rejected_rating'],
    );
    if (isFieldProblem(scores)) return scores;
    return pairReading({ prompt, chosen: chosen.answer, rejected: rejected.answer, ...scores }, [], sides.rejected);
  },
};

/** From the messages before the answers; where there are none, from a field of its own. */
function promptOf(fields: Fields, before: readonly Message[]): string | FieldProblem {
  if (before.length > 0) return readText('prompt', promptText(before), true);
  const own = fields.get('prompt');
  if (typeof own === 'string') return readText('prompt', questionPrompt(own), true);
  if (own === undefined || own === null)
    return missing('prompt', fields, 'a prompt, in front of the answers or beside them');
  const messages = isMessage(own) ? [readMessage('prompt', own)] : readMessages('prompt', own);
  if (isFieldProblem(messages)) return messages;
  const problem = messages.find(isFieldProblem);
  return problem ?? readText('prompt', promptText(messages as readonly Message[]), true);
}

function partingOf(a: readonly Message[], b: readonly Message[]): string {
  const at = a.findIndex((message, index) => JSON.stringify(message) !== JSON.stringify(b[index]));
  return (at < 0 ? b[a.length] : (b[at] ?? a[at]))?.text ?? '';
}
