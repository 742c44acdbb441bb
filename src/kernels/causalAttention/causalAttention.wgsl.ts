/**
 * softmax(q·kᵀ/√D)·v over the earlier rows of one's own sequence, and its gradient, on rows that hold all query heads, then all
 * key heads, then all value heads.
 *
 * Versions kept:
 * - forward: one invocation per (row, query head); q and the running sum in registers, online softmax over blocks of four
 *   keys (one rescale per block), keys after the query never read, only the log-sum-exp saved. Neighbouring invocations read
 *   the same key and value, so the reads are broadcasts and need no workgroup memory.
 * - backward: probabilities are recomputed from lse. dq per (row, query head) like the forward; it leaves (lse, Σ dOut·out) for
 *   dk and dv per (row, kv head), which loop over its query heads and the queries that see it: two dispatches, sums in
 *   fixed order, no atomics. Beyond D = 32 workgroups take either dk or dv: registers.
 * - quads, for CPU drivers (`quadAttention.wgsl.ts`, `quadAttentionGrad.wgsl.ts`): four lanes share what they load, a quarter of the loads; two to
 *   three times as fast there. The others for real GPUs.
 * Heads are unrolled into named registers: with arrays and loops dk and dv took 4 times as long on SwiftShader (384 ms
 * against 91 at N 32, T 48, D 32), at the price of compile time for large heads.
 */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import {
  type Binding,
  type Dispatch,
  type KernelTraits,
  program,
  reads,
  scratch,
  unroll,
  writes,
} from '../webgpu/program.ts';
import { type AttentionShape, attentionShape, headPlaces, LOWEST } from './attentionShape.ts';
import { quadAttention } from './quadAttention.wgsl.ts';
import { quadAttentionGrad } from './quadAttentionGrad.wgsl.ts';

const GROUP = 64;
const KEY_BLOCK = 4;
/** Both gradients of a key/value head fit the registers up to here. */
const TOGETHER_HEAD_SIZE = 32;

/**
 * One invocation per (row, head): `row`, `head`, the rows `begin`..`end` of its sequence, and whether the row is `used`.
 */
function perHead(
  shape: AttentionShape,
  options: { label: string; heads: number; layers?: number; bindings: Binding[]; body: string },
): Dispatch {
  return program({
    label: options.label,
    bindings: options.bindings,
    uniforms: shape.uniforms,
    groupSize: [GROUP, 1, 1],
    workgroups: [Math.ceil(shape.rows / GROUP), options.heads, options.layers ?? 1],
    declarations: headPlaces(shape),
    body: `
  let row = group.x * ${GROUP}u + lane;
  let head = group.y;
  if (row >= u.rows) { return; }
  let begin = u32(max(segments[2u * row], 0));
  let end = min(u32(max(segments[2u * row + 1u], 0)), u.rows);
  let used = begin <= row && row < end;
${options.body}`,
  });
}

export function causalAttention(launch: Launch, traits: KernelTraits): Dispatch[] {
  const shape = attentionShape(launch);
  if (traits.lanes === 'quads') return quadAttention(launch, shape);
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const keys = Array.from({ length: KEY_BLOCK }, (_, i) => i);
  return [
    perHead(shape, {
      label: 'causalAttention',
      heads: shape.heads,
      bindings: [
        reads('qkv', input(launch, 0), element),
        reads('segments', input(launch, 1), 'i32'),
        writes('result', output(launch, 0), element),
        writes('lse', output(launch, 1)),
      ],
      body: `
  let at = (row * u.heads + head) * ${parts}u;
  if (!used) {
    ${each((i) => `result[at + ${i}u] = ${element}(0.0);`)}
    lse[row * u.heads + head] = 0.0;
    return;
  }
  let query = queryOf(row, head);
  ${each((i) => `let q${i} = qkv[query + ${i}u] * u.scale;`)}
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  let kvHead = head * u.kvHeads / u.heads;
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var j = begin; j <= row; j += ${KEY_BLOCK}u) {
    ${keys
      .map(
        (key) => `
    let source${key} = min(j + ${key}u, row);
    let at${key} = keyOf(source${key}, kvHead);
    let from${key} = valueOf(source${key}, kvHead);
    var dot${key} = q0 * qkv[at${key}];
    ${unroll(parts - 1, (i) => `dot${key} += q${i + 1} * qkv[at${key} + ${i + 1}u];`)}
    let score${key} = select(${LOWEST}, total(dot${key}), j + ${key}u <= row);`,
      )
      .join('\n')}
    let raised = max(${keys.reduce((text, key) => (key === 0 ? 'score0' : `max(${text}, score${key})`), '')}, highest);
    let rescale = exp(highest - raised);
    ${keys.map((key) => `let p${key} = exp(score${key} - raised);`).join(' ')}
    highest = raised;
    normalizer = normalizer * rescale + ${keys.map((key) => `p${key}`).join(' + ')};
    ${each((i) => `sum${i} = sum${i} * rescale + ${keys.map((key) => `p${key} * qkv[from${key} + ${i}u]`).join(' + ')};`)}
  }
  let inverse = 1.0 / normalizer;
  ${each((i) => `result[at + ${i}u] = sum${i} * inverse;`)}
  lse[row * u.heads + head] = highest + log(normalizer);`,
    }),
  ];
}

export function causalAttentionGrad(launch: Launch, traits: KernelTraits): Dispatch[] {
  const shape = attentionShape(launch);
  if (traits.lanes === 'quads') return quadAttentionGrad(launch, shape);
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const qkv = reads('qkv', input(launch, 0), element);
  const segments = reads('segments', input(launch, 1), 'i32');
  const dOut = reads('dOut', input(launch, 4), element);
  const dQkv = writes('dQkv', output(launch, 0), element);
  /** Per row and head: (lse, Σ dOut·out). */
  const stats = scratch(shape.rows * shape.heads * 2);
  const queries = perHead(shape, {
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
  if (!used) {
    ${each((i) => `dQkv[query + ${i}u] = ${element}(0.0);`)}
    return;
  }
  let kvHead = head * u.kvHeads / u.heads;
  ${each((i) => `let q${i} = qkv[query + ${i}u] * u.scale;`)}
  ${each((i) => `let d${i} = dOut[at + ${i}u];`)}
  var product = d0 * out[at];
  ${unroll(parts - 1, (i) => `product += d${i + 1} * out[at + ${i + 1}u];`)}
  let stat = vec2<f32>(lse[statAt], total(product));
  stats[statAt] = stat;
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  for (var j = begin; j <= row; j++) {
    let key = keyOf(j, kvHead);
    let value = valueOf(j, kvHead);
    ${each((i) => `let k${i} = qkv[key + ${i}u];`)}
    var score = q0 * k0;
    var dProbability = d0 * qkv[value];
    ${unroll(parts - 1, (i) => `score += q${i + 1} * k${i + 1}; dProbability += d${i + 1} * qkv[value + ${i + 1}u];`)}
    let dScore = exp(total(score) - stat.x) * (total(dProbability) - stat.y) * u.scale;
    ${each((i) => `sum${i} += dScore * k${i};`)}
  }
  ${each((i) => `dQkv[query + ${i}u] = sum${i};`)}`,
  });
  // Queries start at a multiple of 8, masked, so that neighbouring invocations read the same query.
  const keysAndValues = (wants: { dk: boolean; dv: boolean }) => `
  ${each((i) => `let k${i} = qkv[key + ${i}u] * u.scale;`)}
  ${wants.dk ? each((i) => `let v${i} = qkv[value + ${i}u]; var dk${i} = ${element}(0.0);`) : ''}
  ${wants.dv ? each((i) => `var dv${i} = ${element}(0.0);`) : ''}
  for (var g = 0u; g < groupHeads; g++) {
    for (var i = first; i < last; i++) {
      let queryHead = head * groupHeads + g;
      let query = queryOf(i, queryHead);
      let statAt = i * u.heads + queryHead;
      let stat = stats[statAt];
      ${each((i) => `let q${i} = qkv[query + ${i}u]; let d${i} = dOut[statAt * ${parts}u + ${i}u];`)}
      var score = k0 * q0;
      ${wants.dk ? 'var dProbability = v0 * d0;' : ''}
      ${unroll(
        parts - 1,
        (i) => `score += k${i + 1} * q${i + 1}; ${wants.dk ? `dProbability += v${i + 1} * d${i + 1};` : ''}`,
      )}
      // A masked key may score far above the query's lse: exp must not overflow there.
      let probability = select(0.0, exp(min(total(score) - stat.x, 80.0)), i >= row);
      ${wants.dv ? each((i) => `dv${i} += probability * d${i};`) : ''}
      ${
        wants.dk
          ? `let dScore = probability * (total(dProbability) - stat.y) * u.scale;
      ${each((i) => `dk${i} += dScore * q${i};`)}`
          : ''
      }
    }
  }
  ${wants.dk ? each((i) => `dQkv[key + ${i}u] = dk${i};`) : ''}
  ${wants.dv ? each((i) => `dQkv[value + ${i}u] = dv${i};`) : ''}`;
  const together = shape.headSize <= TOGETHER_HEAD_SIZE;
  const both = perHead(shape, {
    label: 'causalAttentionGrad dk dv',
    heads: shape.kvHeads,
    layers: together ? 1 : 2,
    bindings: [qkv, segments, dOut, reads('stats', stats, 'vec2<f32>'), dQkv],
    // Rows not in use see no query, and so write zeros.
    body: `
  let key = keyOf(row, head);
  let value = valueOf(row, head);
  let groupHeads = u.heads / u.kvHeads;
  let first = max(begin, row & ~7u);
  let last = select(0u, end, used);
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
