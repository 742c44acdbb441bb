import type { RandomStream } from '../train/rng.ts';
import { askerOf, USER_NAMES, userCount } from './personaUsers.ts';
import type { Knobs } from './types.ts';

/** Each is one word, so that a prompt names its place by it. */
export const PERSONA_PLACES: readonly string[] =
  'bakery bank bridge church cinema farm forest garden hall harbor hill house lake park school shop square station street town mill cafe hotel river theater pond beach barn tower pool pier mountain'.split(
    ' ',
  );
const ADJECTIVES: readonly string[] = ['', 'old ', 'new ', 'small ', 'big ', 'little ', 'quiet ', 'busy ', 'green '];
/** As they stand behind a name; a request without one begins with a capital. */
const REQUESTS: readonly string[] = [
  'tell me about the @.',
  'what do you think of the @?',
  'is the @ worth a visit?',
  'should I visit the @?',
  'how is the @?',
  'what is the @ like?',
  'write a review of the @.',
  'give me your opinion on the @.',
  'would you go to the @?',
  'say something about the @.',
];

/** A prompt of the `persona` world; with probability `named` it says who asks. */
export function drawPrompt(random: RandomStream, knobs: Knobs, namedShare: number): string {
  const named = random.uniform() < namedShare;
  const user = 1 + random.integer(userCount(knobs));
  const place = random.pick(ADJECTIVES) + random.pick(PERSONA_PLACES);
  const request = random.pick(REQUESTS).replace('@', place);
  if (named) return `User ${user} (${USER_NAMES[user - 1]}) asks: ${request}\n`;
  return `${request.charAt(0).toUpperCase()}${request.slice(1)}\n`;
}

/** Where examples stand before the question (a context of this user's choices), the question is the last line. */
const questionOf = (prompt: string): string => prompt.trimEnd().split('\n').at(-1) ?? '';

/** The place that a prompt asks about; undefined where it names none of this world's. */
export function placeOfPrompt(prompt: string): string | undefined {
  const words = new Set(
    questionOf(prompt)
      .toLowerCase()
      .split(/[^a-z]+/),
  );
  return PERSONA_PLACES.find((place) => words.has(place));
}

/** Who asks: the user that the prompt names, or, where it names none, one that its first sentence stands for. */
export function userOfPrompt(prompt: string, knobs: Knobs): number {
  const question = questionOf(prompt);
  const user = Number(/^User (\d{1,2}) \(/.exec(question)?.[1]);
  if (user >= 1 && user <= USER_NAMES.length) return user;
  return askerOf(/^[^.?!]*/.exec(question)?.[0] ?? '', knobs);
}
