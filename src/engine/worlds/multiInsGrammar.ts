import type { RandomStream } from '../train/rng.ts';

/** Where the `multi_ins` world's prompts ask to look. */
const PLACES: readonly string[] = [
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
  'bank',
  'cafe',
  'lake',
];
const REQUESTS: readonly string[] = ['What is at the @?', 'Name things at the @.', 'What do you see at the @?'];

/** What answers list, and instructions ask for or forbid; all take "a". */
export const THINGS: readonly string[] = [
  'door',
  'book',
  'boat',
  'girl',
  'boy',
  'clock',
  'bike',
  'bus',
  'wall',
  'pie',
  'tree',
  'bench',
  'lamp',
  'dog',
  'cat',
  'sign',
  'window',
  'cake',
  'bell',
  'rose',
];
const ADJECTIVES: readonly string[] = ['big', 'small', 'new', 'little', 'quiet'];
export const ITEMS_MAX = 6;

/** How an answer leads up to its list; `@` stands for the place. None holds a comma or "and". */
const OPENINGS: readonly string[] = [
  '',
  'there is ',
  'you see ',
  'here you can see ',
  'at the @ there is ',
  'at the @ you can see ',
];

/** What is asked, without its instructions: the text before them and the place. */
export interface Request {
  readonly text: string;
  readonly place: string;
}

const ALL_REQUESTS: readonly Request[] = REQUESTS.flatMap((text) =>
  PLACES.map((place) => ({ text: text.replace('@', place), place })),
);

export function drawRequest(random: RandomStream): Request {
  return random.pick(ALL_REQUESTS);
}

/** The request that a prompt begins with, or undefined. */
export function requestOf(prompt: string): Request | undefined {
  return ALL_REQUESTS.find(({ text }) => prompt.startsWith(text));
}

export interface ListPlan {
  readonly items: number;
  /** Among the things that are listed; at most as many as there are items. */
  readonly include: readonly string[];
  /** Not among them. */
  readonly exclude: readonly string[];
  readonly capital: boolean;
  readonly mark: '!' | '.';
}

/** An answer as planned, all else by chance: things, adjectives, opening. */
export function drawList(place: string, plan: ListPlan, random: RandomStream): string {
  const free = random.shuffled(
    THINGS.filter((thing) => !plan.include.includes(thing) && !plan.exclude.includes(thing)),
  );
  const things = random.shuffled([...plan.include, ...free].slice(0, plan.items));
  const described = random.pick([0.1, 0.5, 0.9]);
  const items = things.map((thing) =>
    random.uniform() < described ? `a ${random.pick(ADJECTIVES)} ${thing}` : `a ${thing}`,
  );
  const text = random.pick(OPENINGS).replace('@', place) + listing(items) + plan.mark;
  return plan.capital ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const listing = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The parts of a list between commas and "and"; any text, cut there. */
export function listedItems(text: string): string[] {
  return text.split(/, | and /);
}

/**
 * Share of an answer's parts that are not of the grammar: its frame (opening, commas, "and", mark) and each item that is not
 * a known thing, repeats one, or is beyond the most there may be. 0 just where an answer is well-formed; 1 for a text that
 * lists nothing.
 */
export function brokenShare(place: string, answer: string): number {
  const text = answer.trim();
  if (text === '') return 1;
  const opening = OPENINGS.map((each) => each.replace('@', place))
    .filter((each) => text.slice(0, each.length).toLowerCase() === each && text.slice(1, each.length) === each.slice(1))
    .sort((a, b) => b.length - a.length)[0] as string;
  const marked = /[!.]$/.test(text);
  const list = text.slice(opening.length, marked ? -1 : undefined);
  const plain = opening === '' ? list.charAt(0).toLowerCase() + list.slice(1) : list;
  const items = listedItems(plain);
  const seen = new Set<string>();
  const broken = items.filter((item, at) => {
    const thing = KNOWN_ITEMS.get(item);
    const fits = thing !== undefined && !seen.has(thing) && at < ITEMS_MAX;
    if (thing !== undefined) seen.add(thing);
    return !fits;
  });
  if (broken.length === items.length) return 1;
  return (broken.length + Number(!marked || listing(items) !== plain)) / (items.length + 1);
}

/** Every item as written, and the thing it is. */
const KNOWN_ITEMS: ReadonlyMap<string, string> = new Map(
  THINGS.flatMap((thing) => ['', ...ADJECTIVES.map((each) => `${each} `)].map((each) => [`a ${each}${thing}`, thing])),
);
