/**
 * Table rows by token id, and the gradient.
 *
 * Versions kept:
 * - embedding: one invocation per output element. Ids outside the table give 0.
 * - embeddingGrad: rows with the same id are chained in row order (one scan per row), then the first row of each chain
 *   walks it, per column. No atomics, no one-hot, fixed order; a scan of [V,C] × M would read the ids V·C times.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, type Scratch, u32, writes } from '../webgpu/program.ts';

export function embedding(launch: Launch): Dispatch[] {
  const ids = input(launch, 0);
  const table = input(launch, 1);
  const out = output(launch, 0);
  const [vocabulary, channels] = matrixShape(table);
  expectSize(launch, 'output', elementCount(out), elementCount(ids) * channels);
  return [
    elementwise({
      label: 'embedding',
      bindings: [reads('ids', ids, 'i32'), reads('table', table), writes('result', out)],
      uniforms: [u32('channels', channels), u32('vocabulary', vocabulary)],
      count: elementCount(out),
      body: `
  let id = u32(ids[index / u.channels]);
  let value = table[min(id, u.vocabulary - 1u) * u.channels + index % u.channels];
  result[index] = select(0.0, value, id < u.vocabulary);`,
    }),
  ];
}

export function embeddingGrad(launch: Launch): Dispatch[] {
  const ids = input(launch, 0);
  const dOut = input(launch, 1);
  const dTable = output(launch, 0);
  const [vocabulary, channels] = matrixShape(dTable);
  const rows = elementCount(ids);
  expectSize(launch, 'dOut', elementCount(dOut), rows * channels);
  /** Per row: the next row with the same id (`rows` = none), and whether it is the first with its id. */
  const chain: Scratch = { scratchElements: 2 * rows };
  return [
    elementwise({
      label: 'embeddingGrad chain',
      bindings: [reads('ids', ids, 'i32'), writes('chain', chain, 'i32')],
      uniforms: [],
      count: rows,
      body: `
  let id = ids[index];
  var next = index + 1u;
  while (next < u.count && ids[next] != id) { next++; }
  var previous = i32(index) - 1;
  while (previous >= 0 && ids[previous] != id) { previous--; }
  chain[index] = i32(next);
  chain[u.count + index] = select(0, 1, previous < 0);`,
    }),
    elementwise({
      label: 'embeddingGrad sum',
      bindings: [reads('ids', ids, 'i32'), reads('chain', chain, 'i32'), reads('dOut', dOut), writes('dTable', dTable)],
      uniforms: [u32('rows', rows), u32('channels', channels), u32('vocabulary', vocabulary)],
      count: rows * channels,
      body: `
  let first = index / u.channels;
  let column = index % u.channels;
  let id = u32(ids[first]);
  if (chain[u.rows + first] == 0 || id >= u.vocabulary) { return; }
  var sum = 0.0;
  var row = first;
  while (row < u.rows) {
    sum += dOut[row * u.channels + column];
    row = u32(chain[row]);
  }
  dTable[id * u.channels + column] += sum;`,
    }),
  ];
}
