/**
 * Causal attention for CPU drivers: the four lanes of a quad load one key (or query) each and get the others by broadcast.
 *
 * A workgroup has neighbouring rows of one head, and all its lanes walk the same blocks of four keys or queries, masked by
 * sequence: from the first that any of them sees to the last. So it does not matter which four lanes the device calls a quad.
 */
import { type Binding, type Dispatch, program, unroll } from '../webgpu/program.ts';
import { type AttentionShape, headPlaces } from './attentionShape.ts';

/** Few, as all walk what any of them sees. */
const LANES = 8;
const BLOCK = [0, 1, 2, 3] as const;

export const inBlock = (line: (one: number) => string) => BLOCK.map(line).join('\n');
export const sumOfBlock = (term: (one: number) => string) => BLOCK.map(term).join(' + ');
export const broadcast = (value: string, one: number) => `quadBroadcast(${value}, ${one}u)`;

/**
 * One lane per (row, head). The body sees `row` (the last one again beyond it) and whether it is to be `stored`, its sequence `begin`..`end`
 * and whether it is `used`; `head`; the rows of the workgroup `firstRow`..=`lastRow`, and `firstBegin`..`lastEnd` of all their sequences.
 */
export function rowsOfAHead(
  shape: AttentionShape,
  options: { label: string; heads: number; layers?: number; bindings: Binding[]; body: string },
): Dispatch {
  return program({
    label: `${options.label} quads`,
    enables: ['subgroups'],
    bindings: options.bindings,
    uniforms: shape.uniforms,
    groupSize: [LANES, 1, 1],
    workgroups: [Math.ceil(shape.rows / LANES), options.heads, options.layers ?? 1],
    declarations: headPlaces(shape),
    body: `
  let head = group.y;
  let quad = subgroupLane & 3u;
  let firstRow = group.x * ${LANES}u;
  let lastRow = min(firstRow + ${LANES - 1}u, u.rows - 1u);
  let row = min(firstRow + lane, lastRow);
  let stored = firstRow + lane < u.rows;
  var firstBegin = firstRow;
  var lastEnd = firstRow;
  ${unroll(
    LANES,
    (i) => `
  let row${i} = min(firstRow + ${i}u, lastRow);
  let begin${i} = u32(max(segments[2u * row${i}], 0));
  let end${i} = min(u32(max(segments[2u * row${i} + 1u], 0)), u.rows);
  if (begin${i} <= row${i} && row${i} < end${i}) {
    firstBegin = min(firstBegin, begin${i});
    lastEnd = max(lastEnd, end${i});
  }`,
  )}
  let begin = u32(max(segments[2u * row], 0));
  let end = min(u32(max(segments[2u * row + 1u], 0)), u.rows);
  let used = begin <= row && row < end;
${options.body}`,
  });
}
