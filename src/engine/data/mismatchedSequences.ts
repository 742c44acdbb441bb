import type { TokenizedRow, TokenizedSequence } from './tokenizeRow.ts';

/**
 * KTO's rows for the KL estimate: each prompt with the next row's completion, chosen and rejected by turns.
 * Deviation from TRL: one such sequence a pair, where TRL has one an (unpaired) row; the estimate is a batch mean either way.
 */
export function mismatchedSequences(rows: readonly TokenizedRow[], contextLength: number): TokenizedSequence[] {
  return rows.map((row, i) => {
    const next = rows[(i + 1) % rows.length] ?? row;
    const { ids, promptLength } = i % 2 === 0 ? next.chosen : next.rejected;
    const prompt = row.chosen.ids.slice(0, row.chosen.promptLength);
    const kept = ids.slice(promptLength, promptLength + Math.max(1, contextLength - prompt.length));
    return { ids: [...prompt, ...kept], promptLength: prompt.length, completionLength: kept.length, truncated: false };
  });
}
