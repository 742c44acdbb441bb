import type { MethodNeeds } from '../methods/types.ts';
import { lengthBucket } from '../model/scorer.ts';
import type { TokenizedRow, TokenizedSequence } from './tokenizeRow.ts';

/** Sequences of like length that go through one plan together. */
export interface SequenceChunk {
  /** T of the plan. */
  readonly tokens: number;
  /** N of the plan: indices into `trained`. */
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
    chunks: chunksByLength(sequences.slice(0, trained), contextLength, chunkLimit),
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
 * The shorter half in a plan of fewer rows than the longer half, so that less padding is computed; one chunk where both
 * would need the same plan. Where memory allows fewer sequences at once, each of these is cut into equal parts, which
 * then share a plan and must be computed one after the other.
 */
function chunksByLength(
  sequences: readonly TokenizedSequence[],
  contextLength: number,
  chunkLimit: number,
): SequenceChunk[] {
  const order = sequences.map((_, index) => index).sort((a, b) => rowsOf(sequences[a]) - rowsOf(sequences[b]) || a - b);
  const half = order.length >> 1;
  const bucket = (members: readonly number[]) =>
    lengthBucket(Math.max(1, ...members.map((index) => rowsOf(sequences[index]))), contextLength);
  const halves = [order.slice(0, half), order.slice(half)].filter((members) => members.length > 0);
  const same = halves.length < 2 || bucket(halves[0] ?? []) === bucket(halves[1] ?? []);
  return (same ? [order] : halves).flatMap((members) => {
    const tokens = bucket(members);
    const parts = Math.max(1, Math.ceil(members.length / Math.max(1, chunkLimit)));
    const size = Math.ceil(members.length / parts);
    return Array.from({ length: parts }, (_, part) => ({
      tokens,
      members: members.slice(part * size, (part + 1) * size),
    }));
  });
}

function rowsOf(sequence: TokenizedSequence | undefined): number {
  return (sequence?.ids.length ?? 1) - 1;
}
