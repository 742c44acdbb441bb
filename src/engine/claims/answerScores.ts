import { tokenizeCompletion } from '../data/tokenizeRow.ts';
import { scoreSequences } from '../model/scorer.ts';
import type { Workbench } from '../train/workbench.ts';
import type { Answered } from './heldoutAnswers.ts';

export interface AnswerScore {
  /** Summed over the answer's tokens, nats. */
  readonly logp: number;
  readonly refLogp: number;
  /** Tokens of the answer, its end counted. */
  readonly length: number;
}

/** What policy and reference make of given answers. */
export async function answerScores(bench: Workbench, answers: readonly Answered[]): Promise<AnswerScore[]> {
  const { model, plans, policy, reference, experiment } = bench;
  const limit = Math.min(experiment.max_length, model.config.contextLength);
  const sequences = answers.map(({ prompt, answer }) => tokenizeCompletion(model.tokenizer, prompt, answer, limit));
  const ids = sequences.map((sequence) => sequence.ids);
  const [own, given] = [await scoreSequences(plans, policy, ids), await scoreSequences(plans, reference, ids)];
  return sequences.map(({ promptLength, completionLength }, i) => {
    const sum = (logps: Float32Array | undefined) =>
      logps?.subarray(promptLength - 1).reduce((total, logp) => total + logp, 0) ?? Number.NaN;
    return { logp: sum(own[i]?.logps), refLogp: sum(given[i]?.logps), length: completionLength };
  });
}
