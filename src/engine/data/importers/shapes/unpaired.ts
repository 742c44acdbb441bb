import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import {
  isMessage,
  isMessageList,
  promptText,
  questionPrompt,
  readAnswered,
  readMessage,
  readMessages,
} from '../messages.ts';
import { firstField, missing } from '../readings.ts';
import type { Fields, Shape } from '../types.ts';

const LABELS = ['label', 'kto_tag', 'is_good', 'desirable'];

/**
 * Unpaired answers, as KTO reads them: one answer with a boolean `label`. The answer is `completion` after `prompt` (texts as they
 * stand, or message lists), or the last of `messages`.
 */
export const unpaired: Shape = {
  id: 'unpaired',
  fits: (fields) => labelOf(fields) !== undefined && (hasCompletion(fields) || listNameOf(fields) !== undefined),
  read(fields) {
    const name = labelOf(fields);
    if (name === undefined) return missing('label', fields, 'true or false');
    const said = hasCompletion(fields) ? readCompletion(fields) : readDialogue(fields);
    if (isFieldProblem(said)) return said;
    const isGood = fields.get(name) === true || fields.get(name) === 1;
    return { item: { kind: 'answer', ...said, isGood }, notes: [] };
  },
};

const labelOf = (fields: Fields) =>
  LABELS.find((name) => typeof fields.get(name) === 'boolean' || fields.get(name) === 0 || fields.get(name) === 1);

const hasCompletion = (fields: Fields) =>
  fields.has('prompt') && firstField(fields, ['completion', 'response']) !== undefined;

const listNameOf = (fields: Fields) =>
  ['messages', 'conversations', 'conversation'].find((name) => isMessageList(fields.get(name)));

interface Said {
  readonly prompt: string;
  readonly answer: string;
}

function readCompletion(fields: Fields): Said | FieldProblem {
  const field = firstField(fields, ['completion', 'response']) ?? 'completion';
  const answer = readEither(field, fields.get(field), false);
  if (isFieldProblem(answer)) return answer;
  const prompt = readEither('prompt', fields.get('prompt'), true);
  return isFieldProblem(prompt) ? prompt : { prompt, answer };
}

/** A text as it stands, a message, or a list of messages. */
function readEither(field: string, found: unknown, isPrompt: boolean): string | FieldProblem {
  if (typeof found === 'string') return readText(field, found, isPrompt);
  if (isMessage(found)) {
    const message = readMessage(field, found);
    if (isFieldProblem(message)) return message;
    return readText(field, isPrompt ? questionPrompt(message.text) : message.text, isPrompt);
  }
  const messages = readMessages(field, found);
  if (isFieldProblem(messages)) return messages;
  return readText(field, isPrompt ? promptText(messages) : (messages.at(-1)?.text ?? ''), isPrompt);
}

function readDialogue(fields: Fields): Said | FieldProblem {
  const field = listNameOf(fields);
  if (field === undefined) return missing('messages', fields, 'a list of messages');
  const said = readAnswered(field, fields);
  if (isFieldProblem(said)) return said;
  const prompt = readText(field, promptText(said.prompt), true);
  return isFieldProblem(prompt) ? prompt : { prompt, answer: said.answer };
}
