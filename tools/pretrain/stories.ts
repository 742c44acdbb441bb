/**
 * Stories: simple English of 40 to 150 words, made from a seed by a grammar of plots (storyPlots.ts) and words
 * (storyWords.ts). They are the base models' pretraining text; the project wrote every fragment, so the text is the
 * project's own.
 *
 *     npx tsx tools/pretrain/stories.ts --n 100000 --seed 1 --out FILE      one {"text"} a line
 *
 * Slots: `{list}` a word drawn once a story and kept; `{list#2}` another one of the list; `{list.form}` a form of a
 * record; `{a list}` with its article; `{^slot}` or `{slot^}` with a capital; the hero's `{hero} {he} {him} {his}`,
 * the friend's `{friend} {fhe} {fhim} {fhis}`.
 */
import { createWriteStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type RandomStream, randomStream } from '../../src/engine/train/rng.ts';
import { closers, openers, plots } from './storyPlots.ts';
import { type Forms, heroAnimals, lists, people, places, sizes } from './storyWords.ts';

const minWords = 40;
const maxWords = 150;

/** One story. Draws again, from the same stream, while the length is out of bounds. */
export function story(random: RandomStream): string {
  for (;;) {
    const text = draft(random);
    const words = text.split(/\s+/).length;
    if (words >= minWords && words <= maxWords) return text;
  }
}

function draft(random: RandomStream): string {
  const cast = drawCast(random);
  const plot = random.pick(plots);
  const texts = [random.pick(openers), ...plot.parts.map((part) => random.pick(part)), random.pick(closers)];
  // One paragraph, or two with the turn of the plot between them.
  const turn = random.uniform() < 0.3 ? 1 + Math.ceil(plot.parts.length / 2) : -1;
  let story = '';
  // The first mention of the friend says who that is, except where being new is the plot.
  let known = plot.id === 'new_friend' || random.uniform() < 0.2;
  const introduce = (text: string): string => {
    if (known || !text.includes('{friend}')) return text;
    known = true;
    return text.replace('{friend}', '{his} friend {friend}');
  };
  texts.forEach((text, index) => {
    if (text === '') return;
    const gap = story === '' ? '' : index === turn ? '\n' : ' ';
    story += gap + sentenceCase(cast.fill(introduce(choose(text, random))));
  });
  return story;
}

/** Resolves every `[a|b]`; they do not nest. */
function choose(text: string, random: RandomStream): string {
  return text.replace(/\[([^\]]*)\]/g, (_, options: string) => random.pick(options.split('|')));
}

function sentenceCase(text: string): string {
  const start = text.startsWith('"') ? 1 : 0;
  const first = text.slice(0, start) + capital(text.slice(start));
  return first.replace(/([.!?] )([a-z])/g, (_, stop: string, letter: string) => stop + letter.toUpperCase());
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const article = (phrase: string): string => `${/^[aeiou]/i.test(phrase) ? 'an' : 'a'} ${phrase}`;

interface Cast {
  fill(text: string): string;
}

const pronouns = {
  she: { he: 'she', him: 'her', his: 'her', child: 'girl' },
  he: { he: 'he', him: 'him', his: 'his', child: 'boy' },
};

function drawCast(random: RandomStream): Cast {
  const [hero, friend] = random.shuffled(people) as [(typeof people)[number], (typeof people)[number]];
  const isAnimal = random.uniform() < 0.3;
  const size = random.pick(sizes);
  const intro = isAnimal
    ? `${article(`${size} ${random.pick(heroAnimals)}`)} named ${hero.name}`
    : `${article(`${size} ${pronouns[hero.kind].child}`)} named ${hero.name}`;
  const helper = random.pick(lists.helper ?? []);
  const { he, him, his } = pronouns[hero.kind];
  const other = pronouns[friend.kind];
  const fixed: Forms = {
    ...{ hero: hero.name, he, him, his, intro, helper_had: `${his} ${helper} had`, helper_his: `${his} ${helper}` },
    ...{ friend: friend.name, fhe: other.he, fhim: other.him, fhis: other.his },
  };
  const shuffled = new Map<string, readonly string[]>();
  const drawnPlaces = random.shuffled(places);

  const lookup = (slot: string): string => {
    const [nameAndForm = '', number = '1'] = slot.split('#');
    const [name = '', form] = nameAndForm.split('.');
    const index = Number(number) - 1;
    if (name === 'place') return drawnPlaces[index]?.[form ?? ''] ?? missing(slot);
    const known = fixed[name];
    if (known !== undefined) return known;
    const list = lists[name] ?? missing(slot);
    const order = shuffled.get(name) ?? random.shuffled(list);
    shuffled.set(name, order);
    return order[index] ?? missing(slot);
  };

  return {
    fill: (text) =>
      text.replace(
        /\{(\^?)(a )?([\w.#]+)(\^?)\}/g,
        (_, before: string, a: string | undefined, slot: string, after: string) => {
          const phrase = a === undefined ? lookup(slot) : article(lookup(slot));
          return before === '' && after === '' ? phrase : capital(phrase);
        },
      ),
  };
}

function missing(slot: string): never {
  throw new Error(`the story grammar has no word for {${slot}}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      n: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const random = randomStream(Number(values.seed), 'stories');
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  for (let i = 0; i < Number(values.n); i++) out.write(`${JSON.stringify({ text: story(random) })}\n`);
}
