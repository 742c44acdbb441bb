import { type RandomStream, randomStream } from '../train/rng.ts';
import { degradedTexts, isContentWord } from './degrade.ts';
import { roundedScore } from './roundedScore.ts';
import type { Knobs, PreferenceRow, RankedAnswer, RelateOptions, RowRelations, World } from './types.ts';

const GOLD_DRAWS = 8;
/** Few draws match a single enthusiastic sentence; past these, chosen is its own gold answer. */
const GOLD_DRAWS_MAX = 256;
/** Draws without a new score after which a prompt is taken to have no more. */
const DRAWS_WITHOUT_NEW_MAX = 200;
/** A probability of 0 or 1 has no log-odds: methods that take them get at most ±13.8. */
const PROBABILITY_MIN = 1e-6;

/**
 * All relations of a row by its world's rules. Each is drawn from a stream of its own, named after the row's texts, so rows
 * need no more columns, and asking for more answers or degrees changes nothing else.
 *
 * @throws RangeError when the prompt is not one of this world's, or the options are out of range
 */
export function worldRelations(world: World, row: PreferenceRow, knobs: Knobs, options: RelateOptions): RowRelations {
  const { prompt, chosen, rejected } = row;
  for (const name of ['answers', 'degrees'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 2) {
      throw new RangeError(`${name} must be a whole number of at least 2, got ${options[name]}`);
    }
  }
  const text = JSON.stringify([prompt, chosen, rejected]);
  const stream = (relation: string) => randomStream(options.seed, `${world.id}/${relation}/${text}`);
  const probability = world.winProbability(prompt, chosen, rejected, knobs);
  const isKey = world.keyWords?.(prompt, chosen) ?? (({ word }: { word: string }) => isContentWord(word));
  const ranking = rankedAnswers(world, prompt, knobs, options.answers, stream('ranking'));
  return {
    ...(ranking === null ? {} : { ranking }),
    gold: goldAnswer(world, row, knobs, stream('gold')),
    ...attributePairs(world, row),
    probability: Math.min(1 - PROBABILITY_MIN, Math.max(PROBABILITY_MIN, probability)),
    degraded: degradedTexts(chosen, isKey, options.degrees, stream('degraded')),
    ...world.relations?.(row, knobs, options, stream),
  };
}

/** The first two attributes of each answer. */
function attributePairs(world: World, { prompt, chosen, rejected }: PreferenceRow) {
  const two = (answer: string): readonly [number, number] => {
    const [first = 0, second = 0] = world.attributes?.(prompt, answer) ?? [];
    return [first, second];
  };
  return world.attributes ? { attributes_chosen: two(chosen), attributes_rejected: two(rejected) } : {};
}

/** Fresh answers with different scores, so that every two of them have an order: fewer where the prompt has fewer scores, null at one. */
function rankedAnswers(
  world: World,
  prompt: string,
  knobs: Knobs,
  answers: number,
  random: RandomStream,
): RankedAnswer[] | null {
  if (world.goldLevels !== undefined && world.goldLevels < answers) return null;
  const drawn = new Map<number, RankedAnswer>();
  for (let without = 0; drawn.size < answers && without < DRAWS_WITHOUT_NEW_MAX; without++) {
    const answer = world.candidate(prompt, random, knobs);
    const score = roundedScore(world.goldScore(prompt, answer, knobs));
    if (drawn.has(score)) continue;
    drawn.set(score, { answer, score });
    without = 0;
  }
  if (drawn.size < 2) return null;
  return [...drawn.values()].sort((a, b) => b.score - a.score);
}

/** The best of several draws; where none is as good as chosen, the first later one that is. */
function goldAnswer(world: World, { prompt, chosen }: PreferenceRow, knobs: Knobs, random: RandomStream): string {
  const needed = world.goldScore(prompt, chosen, knobs);
  let best = { answer: chosen, score: Number.NEGATIVE_INFINITY };
  for (let draws = 0; draws < GOLD_DRAWS || (draws < GOLD_DRAWS_MAX && best.score < needed); draws++) {
    const answer = world.candidate(prompt, random, knobs);
    const score = world.goldScore(prompt, answer, knobs);
    if (score > best.score && answer !== chosen) best = { answer, score };
  }
  return best.score >= needed ? best.answer : chosen;
}
