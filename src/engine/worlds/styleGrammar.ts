import type { RandomStream } from '../train/rng.ts';
import type { StyleTopic } from './styleTopics.ts';

/**
 * The sentences of the `style` world. A frame is a list of parts, each a list of alternatives; one frame is expanded in
 * full to recognise sentences and sampled to write them, so generator and recogniser cannot disagree.
 *
 * Frames with a tone come in a positive and a negative twin of about the same number of words: the tone of an answer then
 * says nothing about its length. Marker words (styleTone.ts) appear in no other kind of sentence.
 */
type Frame = readonly (readonly string[])[];

/** -1 or +1: the tone shared by all sentences of one kind in one answer. */
export type Sign = -1 | 1;

/** Kinds of sentences, in the order in which an answer uses them. */
export const SENTENCE_KINDS = ['greeting', 'fact', 'filler', 'description', 'opinion', 'closing'] as const;
export type SentenceKind = (typeof SENTENCE_KINDS)[number];

/** `a|b c|d` → frame: parts are separated by two spaces, alternatives by `|`; parts are joined by one space. */
function frame(text: string): Frame {
  return text.split('  ').map((part) => part.split('|'));
}

type Toned = Readonly<Record<'positive' | 'negative', readonly Frame[]>>;

const GREETINGS: Toned = {
  positive: [
    frame('Thank you|Thank you kindly|Thank you so much  for  asking.|your question.|your interest.'),
    frame('I am  glad|pleased  to help you.|that you asked.|to answer you.'),
    frame('It is a pleasure to  help you.|answer this.|tell you more.'),
  ],
  negative: [
    frame('You should  look it up|find it out|see it  yourself.|on your own.|without me.'),
    frame('I have no  time|patience|words  for  this.|questions.|such things.'),
    frame('Why do you  ask|bother|trouble  me  again?|now?|today?'),
  ],
};

const CLOSINGS: Toned = {
  positive: [
    frame('Please  ask me again|come and see me|write to me  soon.|any time.|one day.'),
    frame('I hope that  this|my answer  helps you.|is of use.|helps a little.'),
    frame('I wish you a  good|safe|calm  day.|trip.|visit.|walk.'),
  ],
  negative: [
    frame('Just  leave me alone|go away|stop asking|let me rest  now.|for today.'),
    frame('Do not  ask|bother|trouble  me  again.|about it again.|any more.'),
    frame('That is all  you get.|I will say.|you need to know.'),
  ],
};

const DESCRIPTIONS: Toned = {
  positive: [
    frame(
      'Golden|Silver|Gentle|Bright|Misty  light spills|sunshine pours|voices float|music drifts|colors dance' +
        '  over the old stones.|under the wide sky.|around every corner.|along the narrow path.|into the evening air.',
    ),
    frame('The air smells of  warm honey.|fresh rain.|sweet apples.|pine needles.|wild roses.|salt and smoke.'),
    frame('At dusk, everything  glows like amber.|sparkles like frost.|shimmers like silk.|hums like a hive.'),
  ],
  negative: [
    frame('There are some  people|signs|benches|steps|lamps  and some  walls.|doors.|windows.|bins.|fences.'),
    frame('You see ordinary  doors|walls|windows|people  and ordinary  signs|lamps|benches|steps  there.'),
    frame('It looks  much|more or less|rather  like  any other place.|other places here.|other places nearby.'),
  ],
};

const FILLERS: readonly Frame[] = [
  frame(
    'I  go there|walk past it|stop there|think of it  now and then.|on most days.|twice a month.|once a week.|after lunch.',
  ),
  frame('My  sister|brother|neighbor|uncle|teacher  lives|works  close to it.|on the same street.|two streets away.'),
  frame('You can get there  on foot|by bus|by bike|by tram  in ten minutes.|in half an hour.|from my house.'),
  frame('I first  saw|visited|found  it  in spring.|in winter.|two years ago.|as a child.|on a Monday.'),
];

const OPINIONS: Toned = {
  positive: [
    frame('The @ is  really|truly|quite|simply  wonderful.|charming.|lovely.|excellent.|pleasant.|nice.'),
    frame('I  love|enjoy  going there.|every minute there.|the place itself.'),
    frame('It  always|often  makes me  happy.|cheerful.|merry.'),
    frame('Every visit is a  joy.|delight.|treat.'),
    frame('My friends  adore|praise  it.|the place.|the @.'),
    frame('It is a  wonderful|charming|lovely|pleasant|nice  place  to visit.|for an afternoon.|for a family.'),
    frame('I came home with a  happy|cheerful|merry  heart.|face.'),
  ],
  negative: [
    frame('The @ is  really|truly|quite|simply  terrible.|dreadful.|horrible.|awful.|boring.|dull.'),
    frame('I  hate|dread  going there.|every minute there.|the place itself.'),
    frame('It  always|often  makes me  sad.|gloomy.|angry.'),
    frame('Every visit is a  pain.|disaster.|chore.'),
    frame('My friends  dislike|avoid  it.|the place.|the @.'),
    frame('It is a  terrible|dreadful|horrible|boring|dull  place  to visit.|for an afternoon.|for a family.'),
    frame('I came home with a  sad|gloomy|bitter  heart.|face.'),
  ],
};

/** Openings of opinions by register; the informal and the formal ones add the same number of words on average. */
const OPINION_LEADS = {
  formal: ['In my opinion, ', 'On the whole, ', 'I must say that '],
  plain: [''],
  informal: ['Honestly, ', 'To be honest, ', 'If you ask me, '],
} as const;
export type Register = keyof typeof OPINION_LEADS;
const REGISTERS = ['formal', 'plain', 'informal'] as const;

const FACT_LEADS = {
  positive: ['Luckily, ', 'Happily, ', 'Thankfully, '],
  negative: ['Sadly, ', 'Unluckily, ', 'Regrettably, '],
} as const;

/** The choices that give one answer one voice. */
export interface Voice {
  readonly mood: Sign;
  readonly manners: Sign;
  readonly imagery: Sign;
  readonly register: Register;
}

export function drawVoice(random: RandomStream): Voice {
  const sign = (): Sign => (random.uniform() < 0.5 ? -1 : 1);
  return { mood: sign(), manners: sign(), imagery: sign(), register: random.pick(REGISTERS) };
}

/** `count` different sentences of one kind in one voice; facts keep the topic's order. At most three fit every kind. */
export function drawSentences(
  kind: SentenceKind,
  count: number,
  topic: StyleTopic,
  voice: Voice,
  random: RandomStream,
): string[] {
  if (kind === 'fact') {
    const order = random
      .shuffled(topic.facts.map((_, i) => i))
      .slice(0, count)
      .sort((a, b) => a - b);
    const leads = FACT_LEADS[voice.mood > 0 ? 'positive' : 'negative'];
    let led = false;
    return order.map((index) => {
      const sentence = topic.facts[index] as string;
      const lead = random.uniform() < 0.5 && !led;
      led ||= lead;
      return lead ? withLead(random.pick(leads), sentence) : sentence;
    });
  }
  const frames = random.shuffled(framesOf(kind, voice)).slice(0, count);
  return frames.map((of, i) => {
    const sentence = of
      .map((alternatives) => random.pick(alternatives))
      .join(' ')
      .replace('@', topic.noun);
    return kind === 'opinion' && i === 0 ? withLead(random.pick(OPINION_LEADS[voice.register]), sentence) : sentence;
  });
}

function framesOf(kind: Exclude<SentenceKind, 'fact'>, voice: Voice): readonly Frame[] {
  const side = (sign: Sign) => (sign > 0 ? 'positive' : 'negative');
  switch (kind) {
    case 'greeting':
      return GREETINGS[side(voice.manners)];
    case 'closing':
      return CLOSINGS[side(voice.manners)];
    case 'description':
      return DESCRIPTIONS[side(voice.imagery)];
    case 'opinion':
      return OPINIONS[side(voice.mood)];
    case 'filler':
      return FILLERS;
  }
}

/** Words that stay capital in the middle of a sentence are names, titles and "I". */
const LOWERED =
  /^(It|You|The|Every|My|Trains|Farmers|Plays|Boats|Films|Breakfast|Tours|Mail|Tea|Parents|Two|Concerts|Bees|Meetings|Seals|Classes|Milking|Lessons|Dinner|Repairs|Students|A) /;

function withLead(lead: string, sentence: string): string {
  return lead === '' || !LOWERED.test(sentence)
    ? lead + sentence
    : lead + sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Cuts an answer into sentences, each with its final mark. Text after the last mark is a sentence too. */
export function splitSentences(answer: string): string[] {
  return answer.trim() === '' ? [] : answer.trim().split(/(?<=[.!?]) /);
}

/** A sentence of the grammar: its kind, and itself without its lead ("Luckily, …"), by which repetition is judged. */
export interface KnownSentence {
  readonly kind: SentenceKind;
  readonly core: string;
}

/** What a sentence is when said of this topic; undefined when the grammar does not have it. */
export function recognise(sentence: string, topic: StyleTopic): KnownSentence | undefined {
  return COMMON_SENTENCES.get(sentence) ?? sentencesOf(topic).get(sentence);
}

function expand(of: Frame): string[] {
  return of.reduce<string[]>(
    (heads, alternatives) =>
      heads.flatMap((head) => alternatives.map((tail) => (head === '' ? tail : `${head} ${tail}`))),
    [''],
  );
}

const bothSides = (toned: Toned): readonly Frame[] => [...toned.positive, ...toned.negative];

const plain = (kind: SentenceKind, frames: readonly Frame[]): [string, KnownSentence][] =>
  frames.flatMap(expand).map((core) => [core, { kind, core }]);

const led = (kind: SentenceKind, cores: readonly string[], leads: readonly string[]): [string, KnownSentence][] =>
  cores.flatMap((core) => leads.map((lead): [string, KnownSentence] => [withLead(lead, core), { kind, core }]));

const ALL_OPINION_LEADS = REGISTERS.flatMap((register): readonly string[] => OPINION_LEADS[register]);
const OPINION_CORES = bothSides(OPINIONS).flatMap(expand);

const COMMON_SENTENCES: ReadonlyMap<string, KnownSentence> = new Map([
  ...plain('greeting', bothSides(GREETINGS)),
  ...plain('closing', bothSides(CLOSINGS)),
  ...plain('description', bothSides(DESCRIPTIONS)),
  ...plain('filler', FILLERS),
  ...led(
    'opinion',
    OPINION_CORES.filter((core) => !core.includes('@')),
    ALL_OPINION_LEADS,
  ),
]);

const topicSentences = new WeakMap<StyleTopic, ReadonlyMap<string, KnownSentence>>();

/** Sentences that name this topic or state its facts; made when a topic is first asked for. */
function sentencesOf(topic: StyleTopic): ReadonlyMap<string, KnownSentence> {
  let known = topicSentences.get(topic);
  if (known === undefined) {
    const named = OPINION_CORES.filter((core) => core.includes('@')).map((core) => core.replace('@', topic.noun));
    known = new Map([
      ...led('opinion', named, ALL_OPINION_LEADS),
      ...led('fact', topic.facts, ['', ...FACT_LEADS.positive, ...FACT_LEADS.negative]),
    ]);
    topicSentences.set(topic, known);
  }
  return known;
}
