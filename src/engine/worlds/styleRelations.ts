import { type RandomStream, randomStream } from '../train/rng.ts';
import { degradedTexts, isContentWord, type WordSpan } from './degrade.ts';
import { instructedPrompts } from './promptInstructions.ts';
import { sentenceSteps } from './sentenceSteps.ts';
import { drawAnswer } from './styleAnswer.ts';
import { recognise } from './styleGrammar.ts';
import { styleRationale } from './styleRationale.ts';
import { attributeScores, goldScore, winProbability } from './styleScore.ts';
import { bearsTone } from './styleTone.ts';
import { topicOfPrompt } from './styleTopics.ts';
import type { PreferenceRow, RankedAnswer, RelateOptions, RowRelations } from './types.ts';

const GOLD_DRAWS = 8;
/** Few draws match a single enthusiastic sentence; past these, chosen is its own gold answer. */
const GOLD_DRAWS_MAX = 256;
const DRAWS_PER_ANSWER_MAX = 1000;
/** A probability of 0 or 1 has no log-odds: methods that take them get at most ±13.8. */
const PROBABILITY_MIN = 1e-6;

/**
 * All relations of a row of the `style` world. Each is drawn from a stream of its own, named after the row's texts, so rows
 * need no more columns, and asking for more answers or degrees changes nothing else.
 *
 * @throws RangeError when the prompt is not one of this world's, or the options are out of range
 */
export function styleRelations(
  row: PreferenceRow,
  knobs: Readonly<Record<string, number>>,
  options: RelateOptions,
): RowRelations {
  const { prompt, chosen, rejected } = row;
  for (const name of ['answers', 'degrees'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 2) {
      throw new RangeError(`${name} must be a whole number of at least 2, got ${options[name]}`);
    }
  }
  const text = JSON.stringify([prompt, chosen, rejected]);
  const stream = (relation: string) => randomStream(options.seed, `style/${relation}/${text}`);
  const rationale = stream('rationale');
  return {
    ranking: ranking(prompt, options.answers, stream('ranking')),
    gold: goldAnswer(row, stream('gold')),
    ...styleRationale(row, rationale.uniform() < 0.5, options.rationale ?? 'specific'),
    ...instructedPrompts(prompt, chosen, stream('instruction'), true),
    attributes_chosen: attributeScores(prompt, chosen),
    attributes_rejected: attributeScores(prompt, rejected),
    probability: Math.min(
      1 - PROBABILITY_MIN,
      Math.max(PROBABILITY_MIN, winProbability(prompt, chosen, rejected, knobs)),
    ),
    degraded: degradedTexts(chosen, isKeyWord(prompt, chosen), options.degrees, stream('degraded')),
  };
}

/** Fresh answers with different scores, so that every two of them have an order. */
function ranking(prompt: string, answers: number, random: RandomStream): RankedAnswer[] {
  const drawn = new Map<number, RankedAnswer>();
  for (let draws = 0; drawn.size < answers; draws++) {
    if (draws > answers * DRAWS_PER_ANSWER_MAX) throw new RangeError(`too few different answers to rank ${answers}`);
    const answer = drawAnswer(prompt, random);
    // Four decimals as in rows; plus 0: never −0, which a file cannot hold.
    const score = Math.round(goldScore(prompt, answer) * 1e4) / 1e4 + 0;
    if (!drawn.has(score)) drawn.set(score, { answer, score });
  }
  return [...drawn.values()].sort((a, b) => b.score - a.score);
}

/** The best of several draws; where none is as good as chosen, the first later one that is. */
function goldAnswer({ prompt, chosen }: PreferenceRow, random: RandomStream): string {
  const needed = goldScore(prompt, chosen);
  let best = { answer: chosen, score: Number.NEGATIVE_INFINITY };
  for (let draws = 0; draws < GOLD_DRAWS || (draws < GOLD_DRAWS_MAX && best.score < needed); draws++) {
    const answer = drawAnswer(prompt, random);
    const score = goldScore(prompt, answer);
    if (score > best.score && answer !== chosen) best = { answer, score };
  }
  return best.score >= needed ? best.answer : chosen;
}

/** Key words: those that bear a tone of quality, and the content of facts; of a sentence outside the grammar, all content. */
function isKeyWord(prompt: string, answer: string): (span: WordSpan) => boolean {
  const topic = topicOfPrompt(prompt);
  let end = 0;
  const sentences = sentenceSteps(answer).map((step) => {
    end += step.length;
    return { end, kind: topic && recognise(step.trim(), topic)?.kind };
  });
  return ({ word, start }) => {
    const kind = sentences.find((sentence) => start < sentence.end)?.kind;
    if (kind === undefined) return isContentWord(word);
    return bearsTone(word, kind) || (kind === 'fact' && isContentWord(word));
  };
}
