import { type FieldProblem, isFieldProblem, readText } from '../readText.ts';
import { isRecord } from './readings.ts';
import type { Fields } from './types.ts';

/** Who speaks, whatever the file calls them. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

export interface Message {
  readonly role: Role;
  readonly text: string;
}

/** Names that the wild gives to roles: OpenAI's, ShareGPT's, OpenAssistant's. Case does not matter. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['prompter', 'user'],
  ['assistant', 'assistant'],
  ['gpt', 'assistant'],
  ['chatgpt', 'assistant'],
  ['bot', 'assistant'],
  ['model', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
  ['function_call', 'tool'],
  ['observation', 'tool'],
]);

/** Whether a value looks like a list of messages. */
export function isMessageList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage);
}

export function isMessage(value: unknown): boolean {
  return isRecord(value) && ('role' in value || 'from' in value) && ('content' in value || 'value' in value);
}

/** A list of messages, roles under one name each. */
export function readMessages(field: string, found: unknown): readonly Message[] | FieldProblem {
  if (!Array.isArray(found) || found.length === 0) {
    return { problem: 'wrong_type', field, found, expected: 'a list of messages' };
  }
  const messages: Message[] = [];
  for (const [index, entry] of (found as unknown[]).entries()) {
    const message = readMessage(`${field}[${index}]`, entry);
    if (isFieldProblem(message)) return message;
    messages.push(message);
  }
  return messages;
}

/** One message: `{role, content}` or `{from, value}`; its content is a text, or a list of parts that are texts. */
export function readMessage(field: string, found: unknown): Message | FieldProblem {
  if (!isRecord(found)) {
    return { problem: 'wrong_type', field, found, expected: 'a message with a role and a text' };
  }
  const name = found.role ?? found.from;
  const role = typeof name === 'string' ? ROLES.get(name.trim().toLowerCase()) : undefined;
  if (role === undefined) {
    return { problem: 'unknown_role', field, found: name, expected: `one of ${[...ROLES.keys()].join(', ')}` };
  }
  const text = readContent(field, found.content ?? found.value);
  return isFieldProblem(text) ? text : { role, text };
}

function readContent(field: string, content: unknown): string | FieldProblem {
  if (!Array.isArray(content)) return readText(`${field}.content`, content, true);
  const parts: string[] = [];
  for (const part of content as unknown[]) {
    const text = isRecord(part) && part.type === 'text' ? (part.text ?? part.value) : undefined;
    if (typeof text !== 'string') {
      return { problem: 'not_text', field: `${field}.content`, found: part, expected: 'parts that are texts' };
    }
    parts.push(text);
  }
  return readText(`${field}.content`, parts.join(''), true);
}

/** A question alone, as the bundled models expect it: it ends where the answer begins, on a new line. */
export function questionPrompt(...parts: readonly string[]): string {
  return `${parts.filter((part) => part.trim() !== '').join('\n')}\n`;
}

/**
 * Messages as one text. A single question stands as it is, after the system's text if there is one, and ends in a newline; more
 * turns are written as hh-rlhf writes them, up to where the assistant answers.
 */
export function promptText(messages: readonly Message[]): string {
  const system = messages.filter(({ role }) => role === 'system').map(({ text }) => text);
  const turns = messages.filter(({ role }) => role !== 'system');
  if (turns.length === 1 && turns[0]?.role === 'user') return questionPrompt(...system, turns[0].text);
  const written = turns.map(({ role, text }) => `\n\n${SPEAKERS[role]}: ${text}`).join('');
  return `${system.join('\n')}${written}\n\n${SPEAKERS.assistant}: `;
}

const SPEAKERS: Readonly<Record<Exclude<Role, 'system'> | 'system', string>> = {
  system: 'System',
  user: 'Human',
  assistant: 'Assistant',
  tool: 'Tool',
};

/** A dialogue that ends in an answer: the messages before it, and what it says. */
export interface Answered {
  readonly prompt: readonly Message[];
  readonly answer: string;
}

/** The last message is the answer, those before it are the prompt. */
export function readAnswered(field: string, fields: Fields): Answered | FieldProblem {
  const messages = readMessages(field, fields.get(field));
  if (isFieldProblem(messages)) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'assistant') {
    return { problem: 'no_answer', field, found: last?.role, expected: 'an answer by the assistant at the end' };
  }
  const answer = readText(field, last.text);
  return isFieldProblem(answer) ? answer : { prompt: messages.slice(0, -1), answer };
}
