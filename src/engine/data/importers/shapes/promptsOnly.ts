import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { isMessage, isMessageList, promptText, questionPrompt, readMessage, readMessages } from '../messages.ts';
import { firstField, firstValue, missing } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

const QUESTION = ['prompt', 'instruction', 'question'];
const ANSWERS = ['chosen', 'rejected', 'completion', 'response', 'output', 'answer'];

/** Prompts without answers: `prompt`, a text as it stands or a message list; or a question. */
export const promptsOnly: Shape = {
  id: 'prompts',
  fits: (fields) => {
    const found = firstValue(fields, QUESTION);
    const isPrompt = typeof found === 'string' || isMessage(found) || isMessageList(found);
    return isPrompt && firstField(fields, ANSWERS) === undefined;
  },
  read(fields) {
    const name = firstField(fields, QUESTION);
    if (name === undefined) return missing('prompt', fields, 'a text or a list of messages');
    const text = promptOf(name, fields);
    if (isFieldProblem(text)) return text;
    const prompt = readText(name, text);
    return isFieldProblem(prompt) ? prompt : { item: { kind: 'prompt', prompt }, notes: [] };
  },
};

function promptOf(name: string, fields: Fields): string | FieldProblem {
  const found = fields.get(name);
  if (typeof found === 'string') {
    if (name === 'prompt') return found;
    const input = fields.get('input');
    return questionPrompt(found, typeof input === 'string' ? input : '');
  }
  if (isMessage(found)) {
    const message = readMessage(name, found);
    return isFieldProblem(message) ? message : questionPrompt(message.text);
  }
  const messages = readMessages(name, found);
  if (isFieldProblem(messages)) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return promptText(messages);
  return { problem: 'no_question', field: name, found: last.text, expected: 'a dialogue that ends before the answer' };
}
