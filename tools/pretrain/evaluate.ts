/**
 * Scores sampled answers (sample.py's lines) with the style world's own rules:
 *
 *     npx tsx tools/pretrain/evaluate.ts SAMPLES.jsonl [--json]
 *
 * Well-formed means: closed by the model itself with </s>, and `style.wellFormed` for its prompt.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { style } from '../../src/engine/worlds/style.ts';
import { recognise, splitSentences } from '../../src/engine/worlds/styleGrammar.ts';
import { countWords, type StyleAttributes, styleAttributes } from '../../src/engine/worlds/styleTone.ts';
import { topicOfPrompt } from '../../src/engine/worlds/styleTopics.ts';

interface Sample {
  readonly prompt: string;
  readonly answer: string;
  readonly ended: boolean;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const samples: Sample[] = readFileSync(positionals[0] ?? '', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const good = samples.filter(({ prompt, answer, ended }) => ended && style.wellFormed(prompt, answer));
const words = samples.map(({ answer }) => countWords(answer)).sort((a, b) => a - b);
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
const spread = (of: readonly number[]) => Math.sqrt(mean(of.map((x) => (x - mean(of)) ** 2)));
const round = (x: number) => Math.round(x * 1000) / 1000;

const attributes = samples.map(({ prompt, answer }) => styleAttributes(prompt, answer));
const names = Object.keys(attributes[0] ?? {}) as (keyof StyleAttributes)[];
const gold = samples.map(({ prompt, answer }) => style.goldScore(prompt, answer));
const length = samples.map(({ answer }) => style.lengthScore(answer));

/** Sentences that the grammar does not have for the prompt's topic, most frequent first. */
const strange = new Map<string, number>();
for (const { prompt, answer } of samples) {
  const topic = topicOfPrompt(prompt);
  for (const sentence of splitSentences(answer)) {
    if (topic !== undefined && recognise(sentence, topic) === undefined)
      strange.set(sentence, (strange.get(sentence) ?? 0) + 1);
  }
}
const report = {
  n: samples.length,
  wellFormed: round(good.length / samples.length),
  ended: round(samples.filter(({ ended }) => ended).length / samples.length),
  distinctAnswers: new Set(samples.map(({ answer }) => answer)).size,
  words: {
    min: words[0],
    q1: quantile(words, 0.25),
    median: quantile(words, 0.5),
    q3: quantile(words, 0.75),
    max: words.at(-1),
  },
  mean: Object.fromEntries(names.map((name) => [name, round(mean(attributes.map((read) => read[name])))])),
  sd: Object.fromEntries(names.map((name) => [name, round(spread(attributes.map((read) => read[name])))])),
  goldScore: { mean: round(mean(gold)), sd: round(spread(gold)) },
  lengthScore: { mean: round(mean(length)), sd: round(spread(length)) },
};

if (values.json) {
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} else {
  console.log(JSON.stringify(report, null, 1));
  const worst = [...strange].sort((a, b) => b[1] - a[1]).slice(0, 25);
  console.log(`sentences outside the grammar: ${[...strange.values()].reduce((a, b) => a + b, 0)}`);
  for (const [sentence, count] of worst) console.log(`  ${count} × ${sentence}`);
}
