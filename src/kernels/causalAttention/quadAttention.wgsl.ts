/**
 * Causal attention for CPU drivers: the four lanes of a quad load one key (or query) each and get the others by broadcast.
 *
 * A workgroup has neighbouring rows of one head, and all its lanes walk the same blocks of four keys or queries, masked by
 * sequence: from the first that any of them sees to the last. So it does not matter which four lanes the device calls a quad.
 */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import { type Binding, type Dispatch, program, reads, scratch, unroll, writes } from '../webgpu/program.ts';
import { type AttentionShape, headPlaces, LOWEST } from './attentionShape.ts';

/** Few, as all walk what any of them sees. */
const LANES = 8;
const BLOCK = [0, 1, 2, 3] as const;
/** Both gradients of a key/value head together up to here: registers. */
const TOGETHER_HEAD_SIZE = 32;

const inBlock = (line: (one: number) => string) => BLOCK.map(line).join('\n');
const sumOfBlock = (term: (one: number) => string) => BLOCK.map(term).join(' + ');
const broadcast = (value: string, one: number) => `quadBroadcast(${value}, ${one}u)`;

/**
 * One lane per (row, head). The body sees `row` (the last one again beyond it) and whether it is to be `stored`, its sequence `begin`..`end`
 * and whether it is `used`; `head`; the rows of the workgroup `firstRow`..=`lastRow`, and `firstBegin`..`lastEnd` of all their sequences.
 */
function rowsOfAHead(
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

export function quadAttention(launch: Launch, shape: AttentionShape): Dispatch[] {
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  return [
    rowsOfAHead(shape, {
      label: 'causalAttention',
      heads: shape.heads,
      bindings: [
        reads('qkv', input(launch, 0), element),
        reads('segments', input(launch, 1), 'i32'),
        writes('result', output(launch, 0), element),
        writes('lse', output(launch, 1)),
      ],
      body: `
  let query = queryOf(row, head);
  ${each((i) => `let q${i} = qkv[query + ${i}u] * u.scale;`)}
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  let kvHead = head * u.kvHeads / u.heads;
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var j = firstBegin; j <= lastRow; j += 4u) {
    let source = min(j + quad, lastRow);
    let key = keyOf(source, kvHead);
    let value = valueOf(source, kvHead);
    ${inBlock((one) => `var dot${one} = ${element}(0.0);`)}
    ${each((i) => `let k${i} = qkv[key + ${i}u]; ${inBlock((one) => `dot${one} += q${i} * ${broadcast(`k${i}`, one)};`)}`)}
    ${inBlock((one) => `let score${one} = select(${LOWEST}, total(dot${one}), begin <= j + ${one}u && j + ${one}u <= row);`)}
    let raised = max(max(max(score0, score1), max(score2, score3)), highest);
    let rescale = exp(highest - raised);
    // Before the first key of its own, a lane sums what rescaling then takes away: exp(LOWEST − x) is 0.
    ${inBlock((one) => `let p${one} = exp(score${one} - raised);`)}
    highest = raised;
    normalizer = normalizer * rescale + ${sumOfBlock((one) => `p${one}`)};
    ${each(
      (i) => `let v${i} = qkv[value + ${i}u];
    sum${i} = sum${i} * rescale + ${sumOfBlock((one) => `p${one} * ${broadcast(`v${i}`, one)}`)};`,
    )}
  }
  if (!stored) { return; }
  let inverse = select(0.0, 1.0 / normalizer, used);
  let at = (row * u.heads + head) * ${parts}u;
  ${each((i) => `result[at + ${i}u] = sum${i} * inverse;`)}
  lse[row * u.heads + head] = select(0.0, highest + log(normalizer), used);`,
    }),
  ];
}

export function quadAttentionGrad(launch: Launch, shape: AttentionShape): Dispatch[] {
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const qkv = reads('qkv', input(launch, 0), element);
  const segments = reads('segments', input(launch, 1), 'i32');
  const dOut = reads('dOut', input(launch, 4), element);
  const dQkv = writes('dQkv', output(launch, 0), element);
  /** Per row and head: (lse, Σ dOut·out). */
  const stats = scratch(shape.rows * shape.heads * 2);
  const queries = rowsOfAHead(shape, {
    label: 'causalAttentionGrad dq',
    heads: shape.heads,
    bindings: [
      qkv,
      segments,
      reads('out', input(launch, 2), element),
      reads('lse', input(launch, 3)),
      dOut,
      dQkv,
      writes('stats', stats, 'vec2<f32>'),
    ],
    body: `
  let statAt = row * u.heads + head;
  let at = statAt * ${parts}u;
  let query = queryOf(row, head);
  let kvHead = head * u.kvHeads / u.heads;
  ${each((i) => `let q${i} = qkv[query + ${i}u] * u.scale; let d${i} = dOut[at + ${i}u];`)}
  var product = d0 * out[at];
  ${unroll(parts - 1, (i) => `product += d${i + 1} * out[at + ${i + 1}u];`)}
  let stat = vec2<f32>(lse[statAt], total(product));
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  for (var j = firstBegin; j <= lastRow; j += 4u) {
    let source = min(j + quad, lastRow);
    let key = keyOf(source, kvHead);
    let value = valueOf(source, kvHead);
    ${inBlock((one) => `var score${one} = ${element}(0.0); var dProbability${one} = ${element}(0.0);`)}
    ${each(
      (i) => `let k${i} = qkv[key + ${i}u]; let v${i} = qkv[value + ${i}u];
    ${inBlock((one) => `score${one} += q${i} * ${broadcast(`k${i}`, one)}; dProbability${one} += d${i} * ${broadcast(`v${i}`, one)};`)}`,
    )}
    // A masked key may score far above the query's lse: exp must not overflow there.
    ${inBlock(
      (
        one,
      ) => `let dScore${one} = select(0.0, exp(min(total(score${one}) - stat.x, 80.0)) * (total(dProbability${one}) - stat.y) * u.scale,
      begin <= j + ${one}u && j + ${one}u <= row);`,
    )}
    ${each((i) => `sum${i} += ${sumOfBlock((one) => `dScore${one} * ${broadcast(`k${i}`, one)}`)};`)}
  }
  if (!stored) { return; }
  stats[statAt] = stat;
  ${each((i) => `dQkv[query + ${i}u] = select(${element}(0.0), sum${i}, used);`)}`,
  });
  const keysAndValues = (wants: { dk: boolean; dv: boolean }) => `
  ${each((i) => `let k${i} = qkv[key + ${i}u] * u.scale;`)}
  ${wants.dk ? each((i) => `let v${i} = qkv[value + ${i}u]; var dk${i} = ${element}(0.0);`) : ''}
  ${wants.dv ? each((i) => `var dv${i} = ${element}(0.0);`) : ''}
  for (var g = 0u; g < groupHeads; g++) {
    let queryHead = head * groupHeads + g;
    for (var i = firstRow; i < lastEnd; i += 4u) {
      let source = min(i + quad, lastEnd - 1u);
      let query = queryOf(source, queryHead);
      let statAt = source * u.heads + queryHead;
      let stat = stats[statAt];
      ${each((i) => `let q${i} = qkv[query + ${i}u]; let d${i} = dOut[statAt * ${parts}u + ${i}u];`)}
      ${inBlock((one) => `var score${one} = ${element}(0.0); ${wants.dk ? `var dProbability${one} = ${element}(0.0);` : ''}`)}
      ${each((i) =>
        inBlock(
          (one) => `score${one} += k${i} * ${broadcast(`q${i}`, one)};
      ${wants.dk ? `dProbability${one} += v${i} * ${broadcast(`d${i}`, one)};` : ''}`,
        ),
      )}
      // A query that does not see this key counts nothing, whatever its numbers are.
      ${inBlock(
        (one) => `let sees${one} = used && row <= i + ${one}u && i + ${one}u < end;
      let stat${one} = ${broadcast('stat', one)};
      let probability${one} = select(0.0, exp(min(total(score${one}) - stat${one}.x, 80.0)), sees${one});
      ${wants.dk ? `let dScore${one} = select(0.0, probability${one} * (total(dProbability${one}) - stat${one}.y) * u.scale, sees${one});` : ''}`,
      )}
      ${wants.dv ? each((i) => `dv${i} += ${sumOfBlock((one) => `probability${one} * ${broadcast(`d${i}`, one)}`)};`) : ''}
      ${wants.dk ? each((i) => `dk${i} += ${sumOfBlock((one) => `dScore${one} * ${broadcast(`q${i}`, one)}`)};`) : ''}
    }
  }
  if (!stored) { return; }
  ${wants.dk ? each((i) => `dQkv[key + ${i}u] = dk${i};`) : ''}
  ${wants.dv ? each((i) => `dQkv[value + ${i}u] = dv${i};`) : ''}`;
  const together = shape.headSize <= TOGETHER_HEAD_SIZE;
  const both = rowsOfAHead(shape, {
    label: 'causalAttentionGrad dk dv',
    heads: shape.kvHeads,
    layers: together ? 1 : 2,
    bindings: [qkv, segments, dOut, reads('stats', stats, 'vec2<f32>'), dQkv],
    // Rows not in use are seen by no query, and so get zeros.
    body: `
  let key = keyOf(row, head);
  let value = valueOf(row, head);
  let groupHeads = u.heads / u.kvHeads;
  ${
    together
      ? keysAndValues({ dk: true, dv: true })
      : `if (group.z == 0u) {${keysAndValues({ dk: true, dv: false })}
  } else {${keysAndValues({ dk: false, dv: true })}
  }`
  }`,
  });
  return [queries, both];
}
