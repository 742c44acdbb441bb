import { type RowTokenizer, tokenizeCompletion, tokenizeRow } from '../data/tokenizeRow.ts';
import type { PreferenceRow } from '../worlds/types.ts';

/** How many rows TRL cannot see as we do. */
export interface TokenAgreement {
  readonly rows: number;
  /** Longer than `maxLength`: cut at other places. */
  readonly cut: number;
  /** A token joins the end of the prompt with the start of an answer when both are encoded as one text, as TRL does. */
  readonly merged: number;
}

/** Rows between two breaths. */
const ROWS = 64;

/** @param goldOf a row's gold answer, where TRL reads it too */
export async function tokenAgreement(
  tokenizer: RowTokenizer,
  rows: readonly PreferenceRow[],
  goldOf: ((row: PreferenceRow) => string) | null,
  maxLength: number,
  breathe: () => Promise<void>,
): Promise<TokenAgreement> {
  let [cut, merged] = [0, 0];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS === ROWS - 1) await breathe();
    const { chosen, rejected } = tokenizeRow(tokenizer, row, maxLength);
    const gold = goldOf === null ? [] : [goldOf(row)];
    const goldIsCut = gold.some((answer) => tokenizeCompletion(tokenizer, row.prompt, answer, maxLength).truncated);
    if (chosen.truncated || rejected.truncated || goldIsCut) cut++;
    const joins = (prompt: string, answer: string) => {
      const apart = [...tokenizer.encode(prompt), ...tokenizer.encode(answer)];
      const together = tokenizer.encode(prompt + answer);
      return together.length !== apart.length || together.some((id, i) => id !== apart[i]);
    };
    const isMerged =
      [row.chosen, ...gold].some((answer) => joins(row.prompt, answer)) ||
      joins(row.rejected_prompt ?? row.prompt, row.rejected);
    if (isMerged) merged++;
  }
  return { rows: rows.length, cut, merged };
}
