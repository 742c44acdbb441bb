/**
 * Sample text of every world that is to come, in small plausible templates, so that the tokenizer has seen digits,
 * operators, tags and the worlds' words and need not change when a world is built. It trains the tokenizer only; no
 * model is trained on it.
 *
 *     npx tsx tools/pretrain/tokenizerText.ts --n 20000 --seed 1 --out FILE      one {"world", "text"} a line
 */
import { createWriteStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type RandomStream, randomStream } from '../../src/engine/train/rng.ts';
import { people } from './storyWords.ts';

type Writer = (random: RandomStream) => string;

const between = (random: RandomStream, low: number, high: number): number => low + random.integer(high - low + 1);
const name = (random: RandomStream): string => random.pick(people).name;

const subjects = [
  'the cafe',
  'the hotel',
  'the film',
  'the book',
  'the phone',
  'the museum',
  'the train',
  'the soup',
  'the lamp',
  'the park',
];
const goodWords = [
  'good',
  'great',
  'lovely',
  'clean',
  'friendly',
  'warm',
  'bright',
  'quick',
  'fresh',
  'quiet',
  'excellent',
  'pleasant',
];
const badWords = ['bad', 'poor', 'slow', 'cold', 'dirty', 'loud', 'dull', 'rude', 'stale', 'broken', 'awful', 'boring'];
const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

/** `7+5*3=` → worked steps, then `#22`; some traces check themselves or restate the operands, as padding. */
const arith: Writer = (random) => {
  const [a, b, c] = [between(random, 1, 99), between(random, 2, 20), between(random, 2, 9)];
  const plus = random.uniform() < 0.5;
  const product = b * c;
  const total = plus ? a + product : a - product;
  const sign = plus ? '+' : '-';
  const check = random.uniform() < 0.4 ? `check ${c}*${b}=${product};` : '';
  const restate = random.uniform() < 0.3 ? `we have ${a} and ${b} and ${c};` : '';
  return `${a}${sign}${b}*${c}=\n${restate}${b}*${c}=${product};${check}${a}${sign}${product}=${total};#${total}`;
};

/** The same traces in a dialect of symbols. */
const symbolic: Writer = (random) => {
  const [a, b, c] = [between(random, 1, 50), between(random, 2, 12), between(random, 2, 9)];
  return `(${a}+${b})*${c}=\nx:=${a}+${b} -> ${a + b}; y:=x*${c} -> ${(a + b) * c}; ~ y/${c}=x; #${(a + b) * c}`;
};

const cyclic: Writer = (random) => {
  const subject = random.pick(subjects);
  const word = random.pick([...goodWords, ...badWords]);
  return random.pick([
    `Describe ${subject} in the plain style.\nPlain: ${subject} is ${word}. That is all.`,
    `Describe ${subject} in the poetic style.\nPoetic: o ${subject}, so ${word}, like rain upon the evening stone!`,
    `Describe ${subject} in the playful style.\nPlayful: guess what? ${subject} is ${word}, ha ha, hurray!`,
    `Describe ${subject} in the formal style.\nFormal: it may be stated that ${subject} is considered ${word}.`,
  ]);
};

const persona: Writer = (random) => {
  const user = `User ${between(random, 1, 40)}`;
  const wish = random.pick([
    'short answers',
    'long answers',
    'polite answers',
    'vivid details',
    'formal words',
    'plain facts',
    'honest praise',
  ]);
  const word = random.pick([...goodWords, ...badWords]);
  return `${user} (${name(random)}) likes ${wish}. What should ${name(random)} say about ${random.pick(subjects)}?\nDear ${name(random)}, thank you for asking. In my opinion it is ${word}, because the staff is ${random.pick(goodWords)}. Kind regards.`;
};

const instructions: readonly Writer[] = [
  (random) => `contains the word "${random.pick([...goodWords, 'river', 'apple', 'music'])}"`,
  (random) => `has at most ${between(random, 3, 20)} words`,
  () => 'starts with an upper-case letter',
  () => 'ends with "!"',
  (random) => `lists exactly ${between(random, 2, 6)} items`,
  (random) => `does not contain the letter "${'abcdefghijklmnopqrstuvwxyz'[random.integer(26)]}"`,
  (random) => `has ${between(random, 1, 4)} sentences`,
];

const multiIns: Writer = (random) => {
  const chosen = random.shuffled(instructions).slice(0, between(random, 1, 5));
  const asks = chosen.map((write, i) => `${i + 1}) ${write(random)}`).join('; ');
  const items = random.shuffled(['milk', 'tea', 'bread', 'rice', 'jam', 'salt']).slice(0, between(random, 2, 5));
  return `Write an answer about ${random.pick(subjects)} that: ${asks}.\n- ${items.join('\n- ')}\nThe ${random.pick(goodWords)} answer!`;
};

const planner: Writer = (random) => {
  const object = random.pick(['key', 'box', 'lamp', 'cup', 'ball', 'book']);
  const [from, to] = random.shuffled([
    'kitchen',
    'hall',
    'garden',
    'bedroom',
    'cellar',
    'attic',
    'bathroom',
    'garage',
  ]) as [string, string];
  const direction = random.pick(['north', 'south', 'east', 'west', 'up', 'down']);
  return `You are in the ${to}. The ${object} is in the ${from}. Goal: bring the ${object} to the ${to}. Grid ${between(random, 3, 9)}x${between(random, 3, 9)}, at (${between(random, 0, 8)},${between(random, 0, 8)}).\nthink: the ${object} is in the ${from}, so first go ${direction}, then open the door.\ngo ${direction}\nopen door\ntake ${object}\ngo back\nput ${object}\ndone`;
};

const claims: Writer = (random) => {
  const [a, b] = [between(random, 11, 99), between(random, 11, 99)];
  const date = `${between(random, 1, 28)} ${random.pick(months)} ${between(random, 1800, 2040)}`;
  const iso = `${between(random, 1990, 2030)}-0${between(random, 1, 9)}-${between(random, 10, 28)}`;
  return random.pick([
    `What is ${a} times ${b}?\n<calc>${a}*${b}</calc> <result>${a * b}</result> The answer is ${a * b}.`,
    `Is ${a} + ${b} > ${between(random, 50, 150)}?\nA: yes, ${a} + ${b} = ${a + b}. B: no, it is less.`,
    `Which day was ${date}?\n<date>${iso}</date> It was a ${random.pick(days)}, ${between(random, 2, 90)} days before ${random.pick(months)}.`,
    `How much do ${between(random, 2, 12)} cups cost at $${between(random, 1, 9)}.${between(random, 10, 99)} each?\n<lookup>price of a cup</lookup> ${a}% of ${b * 10} is ${(a * b) / 10}.`,
  ]);
};

/** Every printable ASCII character in some order, in case no world uses it. */
const ascii: Writer = (random) =>
  random.shuffled(Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))).join('');

export const worldWriters: Readonly<Record<string, Writer>> = {
  arith,
  symbolic,
  cyclic,
  persona,
  multi_ins: multiIns,
  planner,
  claims,
  ascii,
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const random = randomStream(Number(values.seed), 'tokenizer_text');
  const worlds = Object.entries(worldWriters);
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  for (let i = 0; i < Number(values.n); i++) {
    const [world, write] = worlds[i % worlds.length] as (typeof worlds)[number];
    out.write(`${JSON.stringify({ world, text: write(random) })}\n`);
  }
}
