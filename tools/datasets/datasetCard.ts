import { style } from '../../src/engine/worlds/style.ts';
import { countWords } from '../../src/engine/worlds/styleTone.ts';
import type { PreferenceRow } from '../../src/engine/worlds/types.ts';
import type { DatasetRecipe } from './makeDatasets.ts';

type Part = 'train' | 'heldout';

/** The card of a set (Markdown with the Hub's metadata block); every number is measured on the rows given. */
export function datasetCard(
  recipe: DatasetRecipe,
  train: readonly PreferenceRow[],
  heldout: readonly PreferenceRow[],
  sha256: Readonly<Record<Part, string>>,
): string {
  const parts = { train: measure(train, recipe.knobs), heldout: measure(heldout, recipe.knobs) };
  const line = (label: string, of: (part: Measured) => string) =>
    `| ${label} | ${of(parts.train)} | ${of(parts.heldout)} |`;
  const example = train[0] as PreferenceRow;
  return `---
license: cc0-1.0
language: en
pretty_name: ${recipe.label}
task_categories: [text-generation]
tags: [preference, dpo, synthetic]
size_categories: [1K<n<10K]
configs:
  - config_name: default
    data_files:
      - { split: train, path: train.jsonl }
      - { split: test, path: heldout.jsonl }
---

# ${recipe.id}

${recipe.label}. Pairs of short answers to requests about the places of a small invented town, written by a grammar and
labelled by a rule; no person, book or web page is quoted. Licence: CC0 1.0.

Made by \`npm run datasets\` with seed ${recipe.seed}, κ = ${recipe.knobs.kappa} (length bias) and ε = ${recipe.knobs.epsilon} (flipped labels).

## How labels are made

Gold score of an answer: warmth + 0.8 · imagery + 0.8 · manners, each an average over its sentences, in standard deviations
of the world's answers; in natural answers it is unrelated to length. The judge's score is gold score + κ · length, length in
words in standard deviations. P(first answer chosen) = σ(5 · difference of judge's scores); then a share ε of the
training labels is flipped (held-out labels never). Training and held-out rows share no prompt. Sets of one seed hold the
same pairs of answers: only their labels differ.

## Columns

| column | meaning |
|---|---|
| \`prompt\` | the request, with the newline that ends it |
| \`chosen\`, \`rejected\` | two answers to it |
| \`score_chosen\`, \`score_rejected\` | their gold scores (quality alone) |

Objectives that need more than pairs (rankings, gold answers, rationales, instructed prompts, attribute scores, label
probabilities, degraded answers) get it by the world's rules from a row's texts and a seed: there are no columns for it.

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`

## Statistics

| | train | held-out |
|---|---|---|
${[
  line('rows', (part) => `${part.rows}`),
  line('different prompts', (part) => `${part.prompts}`),
  line('words, chosen: mean (quartiles)', (part) => part.words.chosen),
  line('words, rejected: mean (quartiles)', (part) => part.words.rejected),
  line('characters, chosen: mean (quartiles)', (part) => part.characters.chosen),
  line('characters, rejected: mean (quartiles)', (part) => part.characters.rejected),
  line('chosen is longer in words (ties)', (part) => `${percent(part.longer)} (${percent(part.sameLength)})`),
  line('mean gold score, chosen', (part) => part.gold.chosen.toFixed(3)),
  line('mean gold score, rejected', (part) => part.gold.rejected.toFixed(3)),
  line('chosen has the higher gold score (ties half)', (part) => percent(part.goldAgrees)),
  line("chosen has the higher judge's score (ties half)", (part) => percent(part.judgeAgrees)),
].join('\n')}

## Limits

A small closed vocabulary and fixed sentence frames: made for watching objectives at work on a small model, not for training
one that anybody should talk to. Curt and sour answers are part of it.

## Files

| file | SHA-256 |
|---|---|
| \`train.jsonl\` | \`${sha256.train}\` |
| \`heldout.jsonl\` | \`${sha256.heldout}\` |
`;
}

type Measured = ReturnType<typeof measure>;

function measure(rows: readonly PreferenceRow[], knobs: DatasetRecipe['knobs']) {
  const lengths = (length: (text: string) => number) => ({
    chosen: summary(rows.map(({ chosen }) => length(chosen))),
    rejected: summary(rows.map(({ rejected }) => length(rejected))),
  });
  const share = (of: (row: PreferenceRow) => number) => mean(rows.map(of));
  const wins = (difference: number) => (difference > 0 ? 1 : difference < 0 ? 0 : 0.5);
  const longerBy = ({ chosen, rejected }: PreferenceRow) => countWords(chosen) - countWords(rejected);
  const gold = (prompt: string, answer: string) => style.goldScore(prompt, answer);
  const judge = (prompt: string, answer: string) => style.judgeScore(prompt, answer, knobs);
  return {
    rows: rows.length,
    prompts: new Set(rows.map(({ prompt }) => prompt)).size,
    words: lengths(countWords),
    characters: lengths((text) => text.length),
    longer: share((row) => (longerBy(row) > 0 ? 1 : 0)),
    sameLength: share((row) => (longerBy(row) === 0 ? 1 : 0)),
    gold: {
      chosen: share(({ prompt, chosen }) => gold(prompt, chosen)),
      rejected: share(({ prompt, rejected }) => gold(prompt, rejected)),
    },
    goldAgrees: share(({ prompt, chosen, rejected }) => wins(gold(prompt, chosen) - gold(prompt, rejected))),
    judgeAgrees: share(({ prompt, chosen, rejected }) => wins(judge(prompt, chosen) - judge(prompt, rejected))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and quartiles (nearest rank). */
function summary(values: readonly number[]): string {
  const ordered = [...values].sort((a, b) => a - b);
  const at = (share: number) => ordered[Math.ceil(share * ordered.length) - 1];
  return `${mean(values).toFixed(1)} (${at(0.25)}, ${at(0.5)}, ${at(0.75)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
