import { relateOptions } from '../data/tokenizeRelations.ts';
import type { Workbench } from '../train/workbench.ts';
import type { RankedAnswer } from '../worlds/types.ts';
import { type AnswerScore, answerScores } from './answerScores.ts';
import { worldOf } from './heldoutAnswers.ts';

/** An answer's place and worth, and what the models make of it. */
type ScoredAnswer = RankedAnswer & AnswerScore;

/** Fresh ranked lists for the first `lists` held-out prompts, best first, scored. */
export async function heldoutLists(
  bench: Workbench,
  { lists, answers, seed }: { readonly lists: number; readonly answers: number; readonly seed: number },
): Promise<ScoredAnswer[][]> {
  const { set } = bench;
  const ranked = set.heldout.slice(0, lists).map((row) => {
    const { ranking = [] } = worldOf(bench).relate(row, set.knobs, { ...relateOptions(seed), answers });
    return ranking.map((answer) => ({ prompt: row.prompt, ...answer }));
  });
  const scores = await answerScores(bench, ranked.flat());
  let next = 0;
  return ranked.map((list) => list.map((answer) => ({ ...answer, ...(scores[next++] as AnswerScore) })));
}
