import type { RankedAnswer, RowRelations } from '../worlds/types.ts';
import { type FieldProblem, isFieldProblem, readText } from './readText.ts';

/** Answers in a ranking, degrees in a row: beyond what any method takes in at once. */
const LIST_MAX = 16;

type Fields = Pick<ReadonlyMap<string, unknown>, 'get' | 'has'>;
type All = Required<RowRelations>;
type Found = { -readonly [K in keyof All]?: All[K] };
type Pair = readonly [number, number];

/** In the order in which they are written. */
const READERS: { readonly [K in keyof All]: (found: unknown, field: string) => All[K] | FieldProblem } = {
  ranking: readRanking,
  gold: (found, field) => readText(field, found),
  rationale: (found, field) => readText(field, found),
  rationale_prompt: (found, field) => readText(field, found),
  prompt_satisfied: (found, field) => readText(field, found),
  prompt_violated: (found, field) => readText(field, found),
  synthesised_prompt: (found, field) => readText(field, found),
  synthesised_chosen: (found, field) => readText(field, found),
  synthesised_rejected: (found, field) => readText(field, found),
  attributes_chosen: readPair,
  attributes_rejected: readPair,
  probability: readProbability,
  degraded: readDegraded,
};
const NAMES = Object.keys(READERS) as (keyof RowRelations)[];

/** Fields that say nothing without another one. */
const NEEDS: readonly (readonly [keyof RowRelations, keyof RowRelations])[] = [
  ['rationale_prompt', 'rationale'],
  ['prompt_satisfied', 'prompt_violated'],
  ['prompt_violated', 'prompt_satisfied'],
  ['synthesised_prompt', 'synthesised_chosen'],
  ['synthesised_chosen', 'synthesised_rejected'],
  ['synthesised_rejected', 'synthesised_prompt'],
  ['attributes_chosen', 'attributes_rejected'],
  ['attributes_rejected', 'attributes_chosen'],
];

/** The relations that stand flat beside a row's prompt and answers; null counts as absent. Undefined where there are none. */
export function readRelations(fields: Fields, rejected: string): RowRelations | undefined | FieldProblem {
  const relations: Found = {};
  for (const name of NAMES) {
    const problem = readInto(relations, name, fields.get(name));
    if (problem) return problem;
  }
  for (const [name, needed] of NEEDS) {
    if (relations[name] !== undefined && relations[needed] === undefined) {
      return { problem: 'missing_field', field: needed, found: name, expected: `${needed} beside ${name}` };
    }
  }
  const { gold, prompt_satisfied, prompt_violated, synthesised_chosen, synthesised_rejected } = relations;
  if (gold === rejected) {
    return { problem: 'identical', field: 'gold', found: gold, expected: 'a text that differs from rejected' };
  }
  if (prompt_satisfied !== undefined && prompt_satisfied === prompt_violated) {
    const expected = 'a text that differs from prompt_satisfied';
    return { problem: 'identical', field: 'prompt_violated', found: prompt_violated, expected };
  }
  if (synthesised_chosen !== undefined && synthesised_chosen === synthesised_rejected) {
    const expected = 'a text that differs from synthesised_chosen';
    return { problem: 'identical', field: 'synthesised_rejected', found: synthesised_rejected, expected };
  }
  return Object.keys(relations).length === 0 ? undefined : relations;
}

function readInto<K extends keyof All>(relations: Found, name: K, found: unknown): FieldProblem | undefined {
  if (found === undefined || found === null) return undefined;
  const value: All[K] | FieldProblem = READERS[name](found, name);
  if (isFieldProblem(value)) return value;
  relations[name] = value;
  return undefined;
}

/** Relations as they stand in a row, always in the same order. */
export function flatRelations(relations: RowRelations | undefined): Readonly<Record<string, unknown>> {
  const present = NAMES.filter((name) => relations?.[name] !== undefined);
  return Object.fromEntries(
    present.map((name) => [
      name,
      name === 'ranking' ? relations?.ranking?.map(({ answer, score }) => ({ answer, score })) : relations?.[name],
    ]),
  );
}

function readRanking(found: unknown): readonly RankedAnswer[] | FieldProblem {
  const entries = readList('ranking', found, 2, 'answers with their scores');
  if (isFieldProblem(entries)) return entries;
  const ranking: RankedAnswer[] = [];
  for (const [index, entry] of entries.entries()) {
    const field = `ranking[${index}]`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      return { problem: 'wrong_type', field, found: entry, expected: 'an object with answer and score' };
    }
    const { answer, score } = Object.fromEntries(Object.entries(entry)) as { answer?: unknown; score?: unknown };
    const text = readText(`${field}.answer`, answer);
    if (isFieldProblem(text)) return text;
    if (!isFiniteNumber(score)) {
      return { problem: 'wrong_type', field: `${field}.score`, found: score, expected: 'a finite number' };
    }
    if (ranking.some((other) => other.answer === text)) {
      return { problem: 'identical', field: `${field}.answer`, found: text, expected: 'a text not ranked before' };
    }
    ranking.push({ answer: text, score: plain(score) });
  }
  return ranking.sort((a, b) => b.score - a.score);
}

function readDegraded(found: unknown): readonly string[] | FieldProblem {
  const entries = readList('degraded', found, 1, 'texts');
  if (isFieldProblem(entries)) return entries;
  const texts = entries.map((entry, index) => readText(`degraded[${index}]`, entry));
  return texts.find(isFieldProblem) ?? (texts as string[]);
}

function readPair(found: unknown, field: string): Pair | FieldProblem {
  const [first, second, ...more] = Array.isArray(found) ? (found as unknown[]) : [];
  return isFiniteNumber(first) && isFiniteNumber(second) && more.length === 0
    ? [plain(first), plain(second)]
    : { problem: 'wrong_type', field, found, expected: 'a list of two finite numbers' };
}

function readProbability(found: unknown, field: string): number | FieldProblem {
  if (!isFiniteNumber(found)) return { problem: 'wrong_type', field, found, expected: 'a finite number' };
  return found > 0 && found < 1
    ? found
    : { problem: 'out_of_range', field, found, expected: 'a number between 0 and 1, neither of them' };
}

function readList(field: string, found: unknown, least: number, of: string): readonly unknown[] | FieldProblem {
  const expected = `a list of ${least} to ${LIST_MAX} ${of}`;
  if (!Array.isArray(found)) return { problem: 'wrong_type', field, found, expected };
  if (found.length < least) return { problem: 'too_few', field, found: `${found.length} entries`, expected };
  return found.length <= LIST_MAX ? found : { problem: 'too_long', field, found: `${found.length} entries`, expected };
}

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Plus 0: −0 becomes 0, which a file can hold. */
const plain = (value: number): number => value + 0;
