import type { MethodNeeds } from '../methods/types.ts';
import { checkContext, rowBucket, scoringRows } from '../model/scorer.ts';
import type { TokenizedRow, TokenizedSequence } from './tokenizeRow.ts';

/** Sequences that go through one plan together, one behind the other. */
export interface SequenceChunk {
  /** M of the plan. */
  readonly rows: number;
  /** Indices into the trained sequences, in the order of their rows. */
  readonly members: readonly number[];
}

/**
 * One batch for all relations: a flat list of sequences and how they relate. The first `trained` ones go through forward
 * and backward; mismatched ones are only scored.
 */
export interface SequenceBatch {
  readonly sequences: readonly TokenizedSequence[];
  /** How many of them are trained on. */
  readonly trained: number;
  /** Indices into `sequences`. */
  readonly relation: {
    readonly chosen: readonly number[];
    readonly rejected: readonly number[];
    readonly mismatched: readonly number[];
  };
  readonly chunks: readonly SequenceChunk[];
}

/**
 * Chosen rows first, rejected rows second, as in the reference code; then mismatched ones.
 *
 * @param chunkLimit sequences that may go through a plan together
 */
export function collate(
  rows: readonly TokenizedRow[],
  needs: MethodNeeds,
  contextLength: number,
  chunkLimit = Number.POSITIVE_INFINITY,
): SequenceBatch {
  const count = rows.length;
  const range = (from: number, size: number) => Array.from({ length: size }, (_, i) => from + i);
  const sequences = rows.map((row) => row.chosen);
  if (needs.relation !== 'completion') sequences.push(...rows.map((row) => row.rejected));
  const trained = sequences.length;
  if (needs.mismatchedCompletions) sequences.push(...mismatched(rows, contextLength));
  return {
    sequences,
    trained,
    relation: {
      chosen: range(0, count),
      rejected: range(count, trained - count),
      mismatched: range(trained, sequences.length - trained),
    },
    chunks: packed(sequences.slice(0, trained), contextLength, chunkLimit),
  };
}

/**
 * KTO's rows for the KL estimate: each prompt with the next row's completion, chosen and rejected by turns.
 * Deviation from TRL: one such sequence a pair, where TRL has one an (unpaired) row; the estimate is a batch mean either way.
 */
function mismatched(rows: readonly TokenizedRow[], contextLength: number): TokenizedSequence[] {
  return rows.map((row, i) => {
    const next = rows[(i + 1) % rows.length] ?? row;
    const { ids, promptLength } = i % 2 === 0 ? next.chosen : next.rejected;
    const prompt = row.chosen.ids.slice(0, row.chosen.promptLength);
    const kept = ids.slice(promptLength, promptLength + Math.max(1, contextLength - prompt.length));
    return { ids: [...prompt, ...kept], promptLength: prompt.length, completionLength: kept.length, truncated: false };
  });
}

/**
 * All sequences in one plan, without padding between them. Where memory allows fewer at once, equal parts, which are computed
 * one after the other: those that take the same number of rows share a plan.
 */
function packed(sequences: readonly TokenizedSequence[], contextLength: number, chunkLimit: number): SequenceChunk[] {
  for (const { ids } of sequences) checkContext(ids, contextLength);
  const parts = Math.max(1, Math.ceil(sequences.length / Math.max(1, chunkLimit)));
  const size = Math.ceil(sequences.length / parts);
  return Array.from({ length: parts }, (_, part) => {
    const members = sequences.map((_, index) => index).slice(part * size, (part + 1) * size);
    const rows = members.reduce((sum, index) => sum + scoringRows(sequences[index]?.ids ?? []), 0);
    return { rows: rowBucket(rows), members };
  }).filter(({ members }) => members.length > 0);
}
