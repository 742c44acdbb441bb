/**
 * Causal attention for CPU drivers: the four lanes of a quad load one key (or query) each and get the others by broadcast.
 *
 * A workgroup has neighbouring rows of one head, one or two a lane, and all its lanes walk the same blocks of four keys or queries, masked by
 * sequence: from the first that any of them sees to the last. So it does not matter which four lanes the device calls a quad.
 */
import { type Binding, type Dispatch, program } from '../webgpu/program.ts';
import { type AttentionShape, headPlaces } from './attentionShape.ts';

/** Few, as all walk what any of them sees. */
const LANES = 8;
/** Two rows a lane, which halves the loads and broadcasts again, up to here: registers, and time to compile. */
const TWO_ROWS_HEAD_SIZE = 32;
export const BLOCK = [0, 1, 2, 3] as const;

export const inBlock = (line: (one: number) => string) => BLOCK.map(line).join('\n');
export const sumOfBlock = (term: (one: number) => string) => BLOCK.map(term).join(' + ');
/** `value0` … `value3`: what the four lanes have as `value`. */
export const shared = (value: string) => inBlock((one) => `let ${value}${one} = quadBroadcast(${value}, ${one}u);`);

/** WGSL text for each row of a lane; names that a row has for itself end in `_r`. */
export function ofRows({ headSize }: AttentionShape): (line: (r: number) => string) => string {
  const rows = headSize <= TWO_ROWS_HEAD_SIZE ? [0, 1] : [0];
  return (line) => rows.map(line).join('\n');
}

/**
 * The body sees, for each row of a lane, `row_r` (the last one again beyond it) and whether it is to be `stored_r`, its sequence
 * `begin_r`..`end_r` and whether it is `used_r`; `head`; the rows of the workgroup `firstRow`..=`lastRow`, and `firstBegin`..`lastEnd` of all
 * their sequences.
 */
export function rowsOfAHead(
  shape: AttentionShape,
  options: { label: string; heads: number; layers?: number; bindings: Binding[]; body: string },
): Dispatch {
  const rows = LANES * (shape.headSize <= TWO_ROWS_HEAD_SIZE ? 2 : 1);
  return program({
    label: `${options.label} quads`,
    enables: ['subgroups'],
    bindings: options.bindings,
    uniforms: shape.uniforms,
    groupSize: [LANES, 1, 1],
    workgroups: [Math.ceil(shape.rows / rows), options.heads, options.layers ?? 1],
    declarations: headPlaces(shape),
    body: `
  let head = group.y;
  let quad = subgroupLane & 3u;
  let firstRow = group.x * ${rows}u;
  let lastRow = min(firstRow + ${rows - 1}u, u.rows - 1u);
  var firstBegin = firstRow;
  var lastEnd = firstRow;
  for (var row = firstRow; row <= lastRow; row++) {
    let begin = u32(max(segments[2u * row], 0));
    let end = min(u32(max(segments[2u * row + 1u], 0)), u.rows);
    if (begin <= row && row < end) {
      firstBegin = min(firstBegin, begin);
      lastEnd = max(lastEnd, end);
    }
  }
  ${ofRows(shape)(
    (r) => `
  let row_${r} = min(firstRow + ${r * LANES}u + lane, lastRow);
  let stored_${r} = firstRow + ${r * LANES}u + lane < u.rows;
  let begin_${r} = u32(max(segments[2u * row_${r}], 0));
  let end_${r} = min(u32(max(segments[2u * row_${r} + 1u], 0)), u.rows);
  let used_${r} = begin_${r} <= row_${r} && row_${r} < end_${r};`,
  )}
${options.body}`,
  });
}
