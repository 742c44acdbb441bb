import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { isMessage, isMessageList, promptText, readMessage, readMessages } from '../messages.ts';
import { missing, pairReading } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

/** ShareGPT rankings: `conversations` up to the question, and one message each as `chosen` and `rejected`. */
export const sharegpt: Shape = {
  id: 'sharegpt',
  fits: (fields) =>
    listNameOf(fields) !== undefined && isMessage(fields.get('chosen')) && isMessage(fields.get('rejected')),
  read(fields) {
    const list = listNameOf(fields);
    if (list === undefined) return missing('conversations', fields, 'a list of messages');
    const messages = readMessages(list, fields.get(list));
    if (isFieldProblem(messages)) return messages;
    const last = messages.at(-1);
    if (last?.role === 'assistant') {
      return {
        problem: 'no_question',
        field: list,
        found: last.text,
        expected: 'a dialogue that ends before the answer',
      };
    }
    const prompt = readText(list, promptText(messages), true);
    if (isFieldProblem(prompt)) return prompt;
    const chosen = readAnswer('chosen', fields);
    if (isFieldProblem(chosen)) return chosen;
    const rejected = readAnswer('rejected', fields);
    if (isFieldProblem(rejected)) return rejected;
    return pairReading({ prompt, chosen: chosen.text, rejected: rejected.text });
  },
};

const listNameOf = (fields: Fields) =>
  ['conversations', 'conversation', 'messages'].find((name) => isMessageList(fields.get(name)));

function readAnswer(field: string, fields: Fields): { text: string } | FieldProblem {
  const message = readMessage(field, fields.get(field));
  if (isFieldProblem(message)) return message;
  if (message.role !== 'assistant') {
    return { problem: 'no_answer', field, found: message.role, expected: 'a message of the assistant' };
  }
  const text = readText(field, message.text);
  return isFieldProblem(text) ? text : { text };
}
