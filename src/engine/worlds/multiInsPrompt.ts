import type { RandomStream } from '../train/rng.ts';
import { INSTRUCTIONS_KNOB, INSTRUCTIONS_MAX } from './multiInsFacts.ts';
import { drawRequest, type Request, requestOf } from './multiInsGrammar.ts';
import {
  ALL_INSTRUCTIONS,
  drawInstructions,
  type Instruction,
  instructionText,
  SLOTS,
} from './multiInsInstructions.ts';
import type { Knobs } from './types.ts';

export interface InstructedRequest {
  readonly request: Request;
  readonly instructions: readonly Instruction[];
}

/** @throws RangeError when k is not a whole number within its range */
export function drawPrompt(random: RandomStream, knobs: Knobs): string {
  const asked = knobs.instructions ?? INSTRUCTIONS_KNOB.default;
  if (!Number.isInteger(asked) || asked < 0 || asked > INSTRUCTIONS_MAX) {
    throw new RangeError(`instructions must be a whole number from 0 to ${INSTRUCTIONS_MAX}, got ${asked}`);
  }
  const request = drawRequest(random);
  const count = asked === 0 ? 1 + random.integer(INSTRUCTIONS_MAX) : asked;
  return promptText({ request, instructions: drawInstructions(count, random) });
}

export function promptText({ request, instructions }: InstructedRequest): string {
  return `${[request.text, ...instructions.map(instructionText)].join(' ')}\n`;
}

/** The prompt read last: one is asked about many answers in turn. */
let last: { readonly prompt: string; readonly read: InstructedRequest | undefined } = { prompt: '', read: undefined };

/** What a prompt asks, read from its text; undefined where it is not one of this world's. */
export function readPrompt(prompt: string): InstructedRequest | undefined {
  if (last.prompt !== prompt) last = { prompt, read: parse(prompt) };
  return last.read;
}

function parse(prompt: string): InstructedRequest | undefined {
  const request = requestOf(prompt);
  if (request === undefined) return undefined;
  const instructions: Instruction[] = [];
  let rest = prompt.trimEnd().slice(request.text.length);
  while (rest !== '') {
    const next = KNOWN.find(({ text }) => rest.startsWith(text));
    if (next === undefined || instructions.length === SLOTS.length) return undefined;
    instructions.push(next.of);
    rest = rest.slice(next.text.length);
  }
  return instructions.length === 0 ? undefined : { request, instructions };
}

const KNOWN = ALL_INSTRUCTIONS.map((of) => ({ of, text: ` ${instructionText(of)}` }));
