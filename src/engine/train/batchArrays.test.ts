import { expect, test } from 'vitest';
import type { SequenceBatch } from '../data/collate.ts';
import type { TokenizedSequence } from '../data/tokenizeRow.ts';
import { batchArrays } from './batchArrays.ts';

function sequence(ids: number[], promptLength: number): TokenizedSequence {
  return { ids, promptLength, completionLength: ids.length - promptLength, truncated: false };
}

test('each completion’s activations are rescaled by themselves, where its tokens are predicted', () => {
  const sequences = [sequence([5, 6, 7, 8, 2], 2), sequence([5, 6, 2], 2)];
  const batch: SequenceBatch = {
    sequences,
    trained: 2,
    relation: { chosen: [0], rejected: [1] },
    memberList: [],
    columns: {},
    chunks: [],
  };
  const logps = sequences.map(({ ids }) => new Float32Array(ids.length - 1));
  // Two channels; rows of the first answer have the means 9 (prompt), 1, 5 and 2.
  const refHidden = [Float32Array.of(9, 9, 0, 2, 4, 6, -1, 5), Float32Array.of(9, 9, 3, 3)];
  const parameters = { w: Float64Array.of(1, 2) };
  const arrays = batchArrays(batch, { logps, refLogps: logps, refHidden }, { state: { s: 1 }, parameters });
  expect([...(arrays.completionMask ?? [])]).toEqual([0, 1, 1, 1, 0, 1, 0, 0]);
  expect([...(arrays.tokenMask ?? [])]).toEqual([0, 0, 1, 0.25, 0, 1, 0, 0]);
  expect(arrays.hidden).toEqual({ channels: 2, rows: refHidden });
  expect(arrays).toMatchObject({ state: { s: 1 }, parameters });
  expect(batchArrays(batch, { logps, refLogps: logps })).not.toHaveProperty('tokenMask');
});
