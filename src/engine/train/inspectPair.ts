import { collate } from '../data/collate.ts';
import type { TokenizedSequence } from '../data/tokenizeRow.ts';
import type { InspectedToken, Inspection } from '../protocol.ts';
import { evaluateBatch, type ObjectiveSettings } from './evaluateBatch.ts';
import { randomStream } from './rng.ts';
import { scoreBatch } from './scoreBatch.ts';
import type { Workbench } from './workbench.ts';

/** A held-out pair under the current policy, token by token, with how hard the objective would push each. */
export async function inspectPair(
  bench: Workbench,
  index: number,
  step: number,
  objective: ObjectiveSettings,
): Promise<Inspection> {
  const count = bench.heldout.length;
  const row = bench.heldout[((index % count) + count) % count];
  if (row === undefined) throw new RangeError('no held-out pairs');
  // Always as a pair: a method that ignores the rejected answer still scores it, and pushes it by 0.
  const random = randomStream(bench.experiment.seed, 'objective/inspection');
  const batch = collate([row], bench.method.needs, bench.model.config.contextLength, { ownPairs: true, random });
  const scores = await scoreBatch(bench, batch);
  const { logps, refLogps } = scores;
  const scored = evaluateBatch(bench.method, batch, scores, objective);
  const tokens = (side: 0 | 1, sequence: TokenizedSequence): InspectedToken[] => {
    const prompt = sequence.ids.slice(0, sequence.promptLength);
    const completion = sequence.ids.slice(sequence.promptLength);
    const pieces = bench.model.tokenizer.pieces(prompt, completion);
    return completion.map((id, i) => {
      const at = sequence.promptLength + i - 1;
      return {
        text: id === bench.model.tokenizer.eos ? '⏹' : (pieces[i] ?? ''),
        logp: logps[side]?.[at] ?? 0,
        refLogp: refLogps[side]?.[at] ?? 0,
        push: -(scored.tokenGradients[side]?.[at] ?? 0),
        ...(scored.tokenMasks && { mask: scored.tokenMasks[side]?.[at] ?? 0 }),
      };
    });
  };
  const chosenReward = scored.chosenRewards[0] ?? 0;
  const rejectedReward = scored.rejectedRewards[0] ?? 0;
  return {
    step,
    index: bench.heldout.indexOf(row),
    count,
    prompt: row.row.prompt,
    ...(row.row.rejected_prompt === undefined ? {} : { rejectedPrompt: row.row.rejected_prompt }),
    chosen: tokens(0, row.chosen),
    rejected: tokens(1, row.rejected),
    chosenReward,
    rejectedReward,
    margin: chosenReward - rejectedReward,
    loss: scored.loss,
    scoreChosen: row.row.score_chosen ?? null,
    scoreRejected: row.row.score_rejected ?? null,
  };
}
