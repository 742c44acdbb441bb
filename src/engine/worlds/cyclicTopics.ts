import type { RandomStream } from '../train/rng.ts';

/** What the `cyclic` world's prompts ask about: places with a noun, a spot, and perhaps an adjective that answers leave out. */
export interface CyclicTopic {
  readonly noun: string;
  readonly where: string;
}

const NOUNS: readonly string[] = [
  'park',
  'garden',
  'square',
  'school',
  'church',
  'harbor',
  'station',
  'bakery',
  'cinema',
  'farm',
  'hall',
  'shop',
  'house',
  'street',
  'bank',
  'cafe',
  'market',
  'barn',
  'inn',
  'hotel',
  'bar',
  'mill',
  'forest',
  'tower',
];

const SPOTS: readonly string[] = [
  'by the lake',
  'on the hill',
  'near the bridge',
  'in the town',
  'behind the wall',
  'on the corner',
];

const ADJECTIVES: readonly string[] = ['', 'old ', 'new ', 'little '];

/** Request phrasings; `@` stands for the place. None names a style, and none is one of the `style` world's. */
const REQUESTS: readonly string[] = [
  'How is @ today?',
  'What do people say about @?',
  'What is new at @?',
  'Say a line about @.',
  'Write me a line about @.',
  'What would you say of @?',
  'Any word about @?',
  'What have you heard about @?',
];

/** A prompt of this world. */
export function drawPrompt(random: RandomStream): string {
  const name = `the ${random.pick(ADJECTIVES)}${random.pick(NOUNS)} ${random.pick(SPOTS)}`;
  return `${random.pick(REQUESTS).replace('@', name)}\n`;
}

/** The place that a prompt asks about, or undefined. Linear in the prompt's length, whatever the prompt is. */
export function cyclicTopic(prompt: string): CyclicTopic | undefined {
  return TOPIC_OF_PROMPT.get(prompt.trimEnd());
}

const TOPICS: readonly CyclicTopic[] = NOUNS.flatMap((noun) => SPOTS.map((where) => ({ noun, where })));

const TOPIC_OF_PROMPT: ReadonlyMap<string, CyclicTopic> = new Map(
  TOPICS.flatMap((topic) =>
    ADJECTIVES.flatMap((adjective) =>
      REQUESTS.map((request) => [request.replace('@', `the ${adjective}${topic.noun} ${topic.where}`), topic] as const),
    ),
  ),
);
