import { existsSync, readFileSync } from 'node:fs';
import { type Description, parents, runs } from './describedModels.ts';
import type { WorldReport } from './evaluateWorld.ts';

const logs = new URL('logs/', import.meta.url);

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

/** The card of a model, from its description, its configuration and what was measured of it. */
export function modelCard(
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
