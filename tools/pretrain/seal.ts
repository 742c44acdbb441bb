/**
 * Writes a bundled model's model.json and card from its files and from what was measured of it:
 *
 *     npx tsx tools/pretrain/seal.ts nano-1-base nano-1 small-1
 *
 * Needs, in logs/: the runs' CSV files (train.py), ID.loss.json (heldOut.py), and for models that answer ID.t1.0.json and ID.t0.9.json (evaluate.ts --json).
 * Also writes public/models/index.json, the default first.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { WorldReport } from './evaluateWorld.ts';

const models = new URL('../../public/models/', import.meta.url);
const logs = new URL('logs/', import.meta.url);
const order = ['nano-1', 'small-1', 'nano-2', 'small-2', 'lists-1', 'arith-1', 'planner-1', 'nano-1-base'];

const STYLE_TEXT = 'answers about places, with independent tone and length';

interface Description {
  readonly label: string;
  readonly what: string;
  readonly trained: string;
  /** Worlds that it answers in, with what their text is; of the first generation `style` alone. */
  readonly worlds?: Readonly<Record<string, string>>;
  /** Where it falls short of 95 % well-formed answers, and how. */
  readonly shortfall?: string;
}

const described: Readonly<Record<string, Description>> = {
  'nano-2': {
    label: 'nano-2 (0.5 M)',
    what: 'A very small language model that answers in three worlds of the alignment playground: questions about the places of an invented town, lines about them in five styles, and lists made by instructions. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-1 with two layers more, which began as the identity; trained on the `style` world and stories first, then on three worlds: `style` 30 %, `cyclic` 35 % and `multi_ins` 35 % of the tokens, then 36, 12 and 52 %.',
    worlds: {
      style: STYLE_TEXT,
      cyclic: 'one or two sentences about a place, in one of five styles',
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
    },
    shortfall: 'In `multi_ins` one answer in five is not well-formed: nearly always it names a thing twice.',
  },

  'small-2': {
    label: 'small-2 (2 M)',
    what: 'A small language model that answers in six worlds of the alignment playground: places of an invented town, lines about them in five styles, lists made by instructions, opinions for users with wishes of their own, sums worked step by step, and questions that need arithmetic, dates or a table. For a browser with a GPU.',
    trained:
      'small-1, trained on: `arith` 40 %, `claims` 20 %, `persona` 16 %, `style` 12 %, `multi_ins` 7 % and `cyclic` 5 % of the tokens.',
    worlds: {
      style: STYLE_TEXT,
      cyclic: 'one or two sentences about a place, in one of five styles',
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
      persona: 'opinions about a place, asked for by one of forty users; answers do not look at who asks',
      arith: 'sums and products worked in short or padded steps, always right',
      claims: 'questions that need arithmetic, dates or a table, answered right, with or without a tool',
    },
    shortfall:
      'In `multi_ins` one answer in four is not well-formed (`nano-2` is better there). In `arith` it is right more often than a lesson on correctness wants at the default settings, 78 in 100; with up to four operations (`world_depth=4`) 63 in 100 of 400.',
  },
  'lists-1': {
    label: 'lists-1 (0.5 M)',
    what: 'A very small language model that lists things by instructions in one world of the alignment playground. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `multi_ins` world alone, also by ten times the unlikelihood (arXiv 1908.04319) of what no answer of the world says twice; the answers of the other worlds are forgotten.',
    worlds: {
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
    },
  },
  'arith-1': {
    label: 'arith-1 (0.5 M)',
    what: 'A very small language model that works sums step by step in one world of the alignment playground, and gets about half of them right: room for a lesson on correctness. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `arith` world alone, and stopped while it still got many sums wrong; the answers of the other worlds are forgotten.',
    worlds: { arith: 'sums and products worked in short or padded steps, always right' },
    shortfall: 'It gets 54 sums in 100 right, on purpose.',
  },
  'planner-1': {
    label: 'planner-1 (0.5 M)',
    what: 'A very small language model that plans in one world of the alignment playground: a row of rooms, things in them, a goal of one or two parts. A simulator carries its plans out. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `planner` world alone; the answers of the other worlds are forgotten. One supervised plan in two has a mistake, so 68 in 100 succeed: that is what it imitates.',
    worlds: {
      planner: 'plans of one thought or action a line, from a start in one room to a goal; one in two has a mistake',
    },
    shortfall: 'One plan in three reaches its goal.',
  },
  'nano-1': {
    label: 'nano-1 (0.3 M)',
    what: 'A very small language model that answers questions about the places of an invented town and tells short stories. It is the default of the alignment playground: small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-1-base, trained on: three quarters of the tokens (in the second run four fifths) are prompts and answers of the `style` world, the rest stories.',
  },
  'small-1': {
    label: 'small-1 (2 M)',
    what: 'A small language model that answers questions about the places of an invented town and tells short stories; the larger one of the alignment playground, for a browser with a GPU.',
    trained:
      'Stories and the prompts of the `style` world first, then three quarters prompts and answers of the `style` world and one quarter stories (shares of tokens).',
  },
  'nano-1-base': {
    label: 'nano-1-base (0.3 M)',
    what: '`nano-1` before it saw any answers: it tells stories and knows how the `style` world asks, but has never seen a reply. For trying supervised fine-tuning.',
    trained: 'Stories (88 % of the tokens) and the prompts of the `style` world without answers (12 %).',
  },
};

/** The runs (logs) that made each model, after those of the model it started from. */
const runs: Readonly<Record<string, readonly string[]>> = {
  'nano-1-base': ['nano-1-base'],
  'nano-1': ['nano-1', 'nano-1-second'],
  'small-1': ['small-1-base', 'small-1'],
  'nano-2': ['nano-2-grown', 'nano-2', 'nano-2-second'],
  'small-2': ['small-2'],
  'lists-1': ['lists-1'],
  'arith-1': ['arith-1'],
  'planner-1': ['planner-1', 'planner-1-second'],
};

/** The model that each began from. */
const parents: Readonly<Record<string, string>> = {
  'nano-1': 'nano-1-base',
  'nano-2': 'nano-1',
  'small-2': 'small-1',
  'lists-1': 'nano-2',
  'arith-1': 'nano-2',
  'planner-1': 'nano-2',
};

interface Evaluation {
  readonly n: number;
  readonly wellFormed: number;
  readonly ended: number;
  readonly distinctAnswers: number;
  readonly words: Readonly<Record<'min' | 'q1' | 'median' | 'q3' | 'max', number>>;
  readonly mean: Readonly<Record<string, number>>;
  readonly sd: Readonly<Record<string, number>>;
  readonly goldScore: { readonly mean: number; readonly sd: number };
}

function seal(id: string): void {
  const about = described[id];
  if (about === undefined) throw new Error(`no description of ${id}`);
  const folder = new URL(`${id}/`, models);
  const read = (name: string) => readFileSync(new URL(name, folder));
  const files = [
    'model.safetensors',
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  const sha256 = Object.fromEntries(files.map((name) => [name, createHash('sha256').update(read(name)).digest('hex')]));
  const config = JSON.parse(read('config.json').toString('utf8'));
  const metadata = {
    id,
    label: about.label,
    parameters: countParameters(read('model.safetensors')),
    bytes: files.map((name) => read(name).byteLength).reduce((a, b) => a + b),
    sha256,
    licence: 'MIT',
    context: config.max_position_embeddings,
    vocabulary: config.vocab_size,
    files,
    default: id === 'nano-1',
    ...(about.worlds === undefined ? {} : { worlds: Object.keys(about.worlds) }),
  };
  writeFileSync(new URL('model.json', folder), `${JSON.stringify(metadata, null, 2)}\n`);
  writeFileSync(
    new URL('README.md', folder),
    card(id, about, metadata.parameters, config, sha256['model.safetensors'] ?? ''),
  );
}

function countParameters(file: Buffer): number {
  const header: Record<string, { shape?: number[] }> = JSON.parse(
    file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString('utf8'),
  );
  return Object.values(header).reduce(
    (sum, { shape }) => sum + (shape === undefined ? 0 : shape.reduce((a, b) => a * b)),
    0,
  );
}

/** Tokens that the weights kept at the end of each of the model's runs had seen. */
function trainedTokens(id: string): number {
  return (runs[id] ?? []).reduce((sum, run) => {
    const [head = '', ...rows] = readFileSync(new URL(`${run}.csv`, logs), 'utf8')
      .trimEnd()
      .split('\n');
    const names = head.trim().split(',');
    const kept = rows.map((row) => row.trim().split(',')).filter((cells) => cells[names.indexOf('kept')] === '1');
    return sum + Number(kept.at(-1)?.[names.indexOf('tokens')] ?? Number.NaN);
  }, 0);
}

function card(
  id: string,
  about: Description,
  parameters: number,
  config: Record<string, number>,
  hash: string,
): string {
  const measured: { loss: Record<string, number>; sharpened: number } = JSON.parse(
    readFileSync(new URL(`${id}.loss.json`, logs), 'utf8'),
  );
  const lossLines = Object.entries(measured.loss).map(
    ([name, loss]) => `| ${lossNames[name] ?? name} | ${loss.toFixed(4)} |`,
  );
  const sharpened =
    measured.sharpened === 1
      ? ''
      : `\n\nAfter training, the gain of the final norm was multiplied by ${measured.sharpened}, which is sampling at temperature ${(1 / measured.sharpened).toFixed(2)} from the weights as trained: a model of this size leaves a little probability on tokens that fit nowhere.`;
  return `---
license: mit
language: en
library_name: transformers
pipeline_tag: text-generation
---

# ${id}

${about.what}

## What it is

A Llama of ${parameters.toLocaleString('en')} parameters: hidden size ${config.hidden_size}, ${config.num_hidden_layers} layers, ${config.num_attention_heads} heads (${config.num_key_value_heads} for keys and values) of size ${config.head_dim}, feed-forward ${config.intermediate_size}, tied head, context ${config.max_position_embeddings} tokens, byte-fallback BPE of ${config.vocab_size} tokens. Weights are F16. \`AutoModelForCausalLM.from_pretrained\` and \`AutoTokenizer.from_pretrained\` open this folder.

A sequence is \`<s>\`, the prompt with its final newline, the answer, \`</s>\`. The answer follows the newline without a space. The tokenizer's template adds the \`<s>\`; \`add_special_tokens=False\` leaves it out.

sha256 of \`model.safetensors\`: \`${hash}\`. A published id never changes its bytes.

## What it was trained on

${about.trained} All of this text was written by generators of the project (\`tools/pretrain/\`): ${about.worlds === undefined ? 'a story grammar of about 1,100 words, and the `style` world, whose answers are drawn from a grammar with independent tone and length' : worldTexts(about)}. No other text, no person's data. It saw ${trainedTokens(id).toLocaleString('en')} tokens${parents[id] === undefined ? '' : ` after those of ${parents[id]}`}; commands, seeds and logs are in \`tools/pretrain/\`.${sharpened}

## Measured

Loss of these very weights in nats per token, on 1,000 texts a kind that training did not see${answersInStyle(about) ? ' (the style prompts are a tenth of all prompts, held out altogether)' : ''}:

| text | loss |
| --- | --- |
${lossLines.join('\n')}
${id === 'nano-1-base' || !answersInStyle(about) ? '' : answersSection(id)}${worldsSection(id, about.worlds)}
## What it cannot do

It knows nothing of the real world, and no words but those of its kinds of text. ${limits(id, about)} It is a teaching object, not a product.

## Licence

MIT, as the rest of the project.
`;
}

const answersInStyle = ({ worlds }: Description) => worlds === undefined || 'style' in worlds;

/** What it cannot do, in sentences. */
function limits(id: string, about: Description): string {
  const { worlds, shortfall } = about;
  const stories =
    id === 'small-1'
      ? 'Its stories read as English but lose their thread now and then.'
      : 'Its stories read as simple English from sentence to sentence, but it mixes up names and things, and invents a word now and then.';
  const answers =
    id === 'nano-1-base'
      ? 'It cannot answer: what it writes after a question is a piece of story.'
      : answersInStyle(about)
        ? 'Its answers state the invented facts of the grammar; a few are wrong for their place.'
        : 'Asked anything else, it answers as it does in its world.';
  return [
    ...(shortfall === undefined ? [] : [shortfall]),
    worlds === undefined
      ? 'It cannot chat, follow instructions, reason or calculate, and it understands no other language.'
      : 'It cannot chat, it follows and works out nothing but what its worlds ask, and it understands no other language.',
    ...(worlds === undefined ? [stories] : []),
    answers,
  ].join(' ');
}

const lossNames: Readonly<Record<string, string>> = {
  prompts: 'style prompts',
  style: 'style prompts and answers',
  stories: 'stories',
  cyclic: 'cyclic prompts and answers',
  multi_ins: 'multi_ins prompts and answers',
  persona: 'persona prompts and answers',
  arith: 'arith prompts and answers',
  claims: 'claims prompts and answers',
  planner: 'planner prompts and answers',
};

function answersSection(id: string): string {
  const rows = ['1.0', '0.9'].flatMap((temperature) => {
    const file = new URL(`${id}.t${temperature}.json`, logs);
    return existsSync(file) ? [{ temperature, read: JSON.parse(readFileSync(file, 'utf8')) as Evaluation }] : [];
  });
  const lines = rows.map(({ temperature, read }) => {
    const { words } = read;
    return `| ${temperature} | ${read.n} | ${percent(read.wellFormed)} | ${percent(read.ended)} | ${words.min} / ${words.q1} / ${words.median} / ${words.q3} / ${words.max} | ${read.distinctAnswers} |`;
  });
  const spread = rows[0]?.read;
  return `
Answers sampled for held-out style prompts. Well-formed: the model ended the answer itself, and every sentence is one the world's grammar has for that place, none said twice.

| temperature | answers | well-formed | ended | words: min / quartiles / max | distinct answers |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
${
  spread === undefined
    ? ''
    : `
Attributes at temperature 1.0, mean (standard deviation): ${[
        'sentiment',
        'politeness',
        'vividness',
        'formality',
        'facts',
        'words',
      ]
        .map((name) => `${name} ${spread.mean[name]} (${spread.sd[name]})`)
        .join(', ')}; gold score ${spread.goldScore.mean} (${spread.goldScore.sd}).
`
}`;
}

const worldTexts = ({ worlds = {} }: Description) =>
  Object.entries(worlds)
    .map(([id, text]) => `\`${id}\`: ${text}`)
    .join('; ');

/** What `evaluateWorld.ts` measured in the other worlds. */
function worldsSection(id: string, worlds: Description['worlds']): string {
  const others = Object.keys(worlds ?? {}).filter((world) => world !== 'style');
  if (others.length === 0) return '';
  const lines = others.map((world) => {
    const read: WorldReport = JSON.parse(readFileSync(new URL(`${id}.${world}.json`, logs), 'utf8'));
    const { tokens } = read;
    const right = read.right === null ? '' : `${percent(read.right)}, ${percent(read.verified ?? 0)}`;
    return `| \`${world}\` | ${read.n} | ${percent(read.wellFormed)} | ${percent(read.ended)} | ${tokens.min} / ${tokens.q1} / ${tokens.median} / ${tokens.q3} / ${tokens.max} | ${right} | ${read.goldScore.mean} (${read.goldScore.sd}) |`;
  });
  return `
Answers sampled at temperature 1.0${worlds?.style === undefined ? '' : ' in the other worlds'}, for prompts that training did not see. Right: answers in which everything that the world's
verifier checks holds, and the mean share that does. Gold score in standard deviations of the world's own answers.

| world | answers | well-formed | ended | tokens: min / quartiles / max | right | gold score: mean (sd) |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

for (const id of process.argv.slice(2)) seal(id);
writeFileSync(
  new URL('index.json', models),
  `${JSON.stringify(order.filter((id) => existsSync(new URL(`${id}/model.json`, models))))}\n`,
);
