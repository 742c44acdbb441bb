import type { RankedAnswer } from '../../worlds/types.ts';
import { type FieldProblem, isFieldProblem, readText } from '../readText.ts';
import type { NoteId, Reading } from './types.ts';

/** As many as a row's ranking may have. */
const LIST_MAX = 16;

export interface ListedAnswer {
  readonly answer: unknown;
  /** Higher is better. */
  readonly score: number;
}

/**
 * A list of judged answers as a row: the best one is chosen, the worst one rejected, and the ranking stands beside them for
 * methods that read lists. Empty and repeated answers leave the list; of more than 16, as many are taken, evenly spread from best
 * to worst. Between equals the order of the file decides; where all are equal there is no better answer.
 *
 * @param field the list's name
 * @param areScores whether the numbers are scores that mean something by themselves, not just places
 */
export function rankedReading(
  prompt: string,
  field: string,
  listed: readonly ListedAnswer[],
  areScores: boolean,
): Reading | FieldProblem {
  const answers: RankedAnswer[] = [];
  for (const { answer, score } of listed) {
    const text = readText(field, answer);
    if (!isFieldProblem(text) && !answers.some((other) => other.answer === text)) answers.push({ answer: text, score });
  }
  if (answers.length < 2) {
    return { problem: 'too_few', field, found: `${answers.length} usable`, expected: 'two different answers or more' };
  }
  answers.sort((a, b) => b.score - a.score);
  const ranking = spread(answers, LIST_MAX);
  const [best, worst] = [ranking[0], ranking.at(-1)] as [RankedAnswer, RankedAnswer];
  if (best.score === worst.score) {
    return { problem: 'tie', field, found: `all at ${best.score}`, expected: 'answers of which some are better' };
  }
  const notes: NoteId[] = ranking.length < listed.length ? ['list_shortened'] : [];
  const scores = areScores ? { score_chosen: best.score, score_rejected: worst.score } : {};
  const row = { prompt, chosen: best.answer, rejected: worst.answer, ...scores };
  return { item: { kind: 'pair', row: ranking.length > 2 ? { ...row, relations: { ranking } } : row }, notes };
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T);
}
