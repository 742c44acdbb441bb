import type { SideName } from '../methods/objectiveArrays.ts';
import type { ColumnName, MethodNeeds } from '../methods/types.ts';
import { checkContext, rowBucket, scoringRows } from '../model/scorer.ts';
import type { RandomStream } from '../train/rng.ts';
import { mismatchedSequences } from './mismatchedSequences.ts';
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
 * and backward; the rest are only scored.
 */
export interface SequenceBatch {
  readonly sequences: readonly TokenizedSequence[];
  /** How many of them are trained on. */
  readonly trained: number;
  /** The roles of sequences, as indices into `sequences`. */
  readonly relation: Readonly<Partial<Record<SideName, readonly number[]>>> & {
    readonly chosen: readonly number[];
    readonly rejected: readonly number[];
  };
  /** Which list each member is in, from 0. */
  readonly memberList: readonly number[];
  /** What rows tell beside their texts: 'chosen score', 'pair probability', 'member value'. */
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly chunks: readonly SequenceChunk[];
}

export interface CollateOptions {
  /** Sequences that may go through a plan together; default: all. */
  readonly chunkLimit?: number;
  /**
   * To measure: chosen and rejected are each row's own pair, both, whatever the method trains on, so that methods compare.
   */
  readonly ownPairs?: boolean;
  /** Draws of the column `uniform`. */
  readonly random?: RandomStream;
}

/**
 * Chosen rows first, rejected rows second, as in the reference code; then what else the method needs, those last that are only
 * scored.
 *
 * @throws RangeError where a row lacks what the method needs (`relationsOf` says so beforehand) or exceeds the context
 */
export function collate(
  rows: readonly TokenizedRow[],
  needs: MethodNeeds,
  contextLength: number,
  { chunkLimit = Number.POSITIVE_INFINITY, ownPairs = false, random }: CollateOptions = {},
): SequenceBatch {
  const sequences: TokenizedSequence[] = [];
  const append = (added: readonly TokenizedSequence[]) => {
    const begin = sequences.length;
    sequences.push(...added);
    return added.map((_, i) => begin + i);
  };
  const relation: Partial<Record<SideName, readonly number[]>> = {};
  const memberList: number[] = [];
  const values: number[] = [];
  if (needs.relation !== 'list' || ownPairs) {
    relation.chosen = append(rows.map((row) => row.chosen));
    relation.rejected = needs.relation === 'completion' && !ownPairs ? [] : append(rows.map((row) => row.rejected));
  }
  if (needs.relation === 'list') {
    const lists = rows.map((row, list) => {
      const members = needed(row.relations?.members, 'ranking');
      memberList.push(...members.map(() => list));
      values.push(...members.map(({ value }) => value));
      return append(members.map(({ sequence }) => sequence));
    });
    relation.member = lists.flat();
    relation.chosen ??= lists.map((list) => list[0] as number);
    relation.rejected ??= lists.map((list) => list.at(-1) as number);
  }
  for (const side of needs.sides ?? []) {
    if (side === 'mismatched') continue;
    relation[side] = append(rows.flatMap(({ relations }) => needed(relations?.[side], side)));
  }
  const trained = sequences.length;
  if (needs.sides?.includes('mismatched')) relation.mismatched = append(mismatchedSequences(rows, contextLength));
  return {
    sequences,
    trained,
    relation: { ...relation, chosen: relation.chosen ?? [], rejected: relation.rejected ?? [] },
    memberList,
    columns: Object.assign({}, ...(needs.columns ?? []).map((name) => columnsOf(name, rows, values, random))),
    chunks: packed(sequences.slice(0, trained), contextLength, chunkLimit),
  };
}

function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`a row has no ${name}`);
  return value;
}

function columnsOf(
  name: ColumnName,
  rows: readonly TokenizedRow[],
  memberValues: readonly number[],
  random: RandomStream | undefined,
): Record<string, readonly number[]> {
  const sides = (chosen: (row: TokenizedRow) => number | undefined, rejected: typeof chosen) => ({
    [`chosen ${name}`]: rows.map((row) => needed(chosen(row), name)),
    [`rejected ${name}`]: rows.map((row) => needed(rejected(row), name)),
  });
  switch (name) {
    case 'score':
      return sides(
        ({ row }) => row.score_chosen,
        ({ row }) => row.score_rejected,
      );
    case 'attribute1':
    case 'attribute2': {
      const index = name === 'attribute1' ? 0 : 1;
      return sides(
        ({ relations }) => relations?.attributes?.chosen[index],
        ({ relations }) => relations?.attributes?.rejected[index],
      );
    }
    case 'probability': {
      const wins = rows.map(({ relations }) => needed(relations?.probability, name));
      return {
        'pair probability': wins,
        // Over both answers of the row: one half against itself.
        'chosen probability': wins.map((win) => (0.5 + win) / 2),
        'rejected probability': wins.map((win) => (1.5 - win) / 2),
      };
    }
    case 'uniform':
      return { 'pair uniform': rows.map(() => needed(random, 'random stream').uniform()) };
    case 'value':
      return { 'member value': memberValues };
    case 'advantage':
    case 'own':
      throw new RangeError(`only a batch drawn from the policy has '${name}'`);
  }
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
