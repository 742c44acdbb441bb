/**
 * softmax(q·kᵀ/√D, causal and within each sequence's length)·v, and its gradient, on packed [M, heads·D] rows.
 *
 * Versions kept:
 * - forward: one invocation per (row, query head); q and the running sum in registers, online softmax over blocks of four
 *   keys (one rescale per block), keys after the query never read, only the log-sum-exp saved. Neighbouring invocations read
 *   the same key and value, so the reads are broadcasts and need no workgroup memory.
 * - backward: probabilities are recomputed from lse. dq per (row, query head) like the forward; dk and dv per (row, kv head),
 *   looping over its query heads and the queries that see it: sums in fixed order, no atomics. (lse, Σ dOut·out) are packed
 *   first, which keeps every dispatch within 8 storage buffers. Beyond D = 32 dk and dv run apart: registers.
 * Heads are unrolled into named registers: with arrays and loops dk and dv took 4 times as long on SwiftShader (384 ms
 * against 91 at N 32, T 48, D 32), at the price of compile time for large heads.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import {
  type Binding,
  type Dispatch,
  f32,
  program,
  reads,
  type Scratch,
  type Uniform,
  u32,
  unroll,
  writes,
} from '../webgpu/program.ts';

const GROUP = 64;
const KEY_BLOCK = 4;
/** Below every score, and finite: exp(LOWEST − x) is 0. */
const LOWEST = '-3.0e38';

interface Shape {
  readonly sequences: number;
  readonly tokens: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** A head as `parts` elements of type `element`. */
  readonly element: 'vec4<f32>' | 'f32';
  readonly parts: number;
  readonly uniforms: readonly Uniform[];
}

function shapeOf(launch: Launch): Shape {
  const tokens = attribute(launch, 'tokens');
  const heads = attribute(launch, 'heads');
  const kvHeads = attribute(launch, 'kvHeads');
  const headSize = attribute(launch, 'headSize');
  const sequences = elementCount(input(launch, 3));
  expectSize(launch, 'q', elementCount(input(launch, 0)), sequences * tokens * heads * headSize);
  expectSize(launch, 'k', elementCount(input(launch, 1)), sequences * tokens * kvHeads * headSize);
  const element = headSize % 4 === 0 ? 'vec4<f32>' : 'f32';
  const parts = element === 'f32' ? headSize : headSize / 4;
  const uniforms = [
    u32('tokens', tokens),
    u32('heads', heads),
    u32('kvHeads', kvHeads),
    f32('scale', 1 / Math.sqrt(headSize)),
  ];
  return { sequences, tokens, heads, kvHeads, element, parts, uniforms };
}

/** One invocation per (token, head, sequence): `t`, `head`, `n`, `row`, and `length`, clamped to the tokens there are. */
function perHead(shape: Shape, heads: number, options: { label: string; bindings: Binding[]; body: string }): Dispatch {
  return program({
    label: options.label,
    bindings: options.bindings,
    uniforms: shape.uniforms,
    groupSize: [GROUP, 1, 1],
    workgroups: [Math.ceil(shape.tokens / GROUP), heads, shape.sequences],
    declarations: `
fn total(x: ${shape.element}) -> f32 { return ${shape.element === 'f32' ? 'x' : '(x.x + x.y) + (x.z + x.w)'}; }`,
    body: `
  let t = group.x * ${GROUP}u + lane;
  let head = group.y;
  let n = group.z;
  if (t >= u.tokens) { return; }
  let row = n * u.tokens + t;
  let length = min(u32(max(lengths[n], 0)), u.tokens);
${options.body}`,
  });
}

export function causalAttention(launch: Launch): Dispatch[] {
  const shape = shapeOf(launch);
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const keys = Array.from({ length: KEY_BLOCK }, (_, i) => i);
  return [
    perHead(shape, shape.heads, {
      label: 'causalAttention',
      bindings: [
        reads('q', input(launch, 0), element),
        reads('k', input(launch, 1), element),
        reads('v', input(launch, 2), element),
        reads('lengths', input(launch, 3), 'i32'),
        writes('result', output(launch, 0), element),
        writes('lse', output(launch, 1)),
      ],
      body: `
  let at = (row * u.heads + head) * ${parts}u;
  if (t >= length) {
    ${each((i) => `result[at + ${i}u] = ${element}(0.0);`)}
    lse[row * u.heads + head] = 0.0;
    return;
  }
  ${each((i) => `let q${i} = q[at + ${i}u] * u.scale;`)}
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  let kvHead = head * u.kvHeads / u.heads;
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var j = 0u; j <= t; j += ${KEY_BLOCK}u) {
    ${keys
      .map(
        (key) => `
    let at${key} = ((n * u.tokens + min(j + ${key}u, t)) * u.kvHeads + kvHead) * ${parts}u;
    var dot${key} = q0 * k[at${key}];
    ${unroll(parts - 1, (i) => `dot${key} += q${i + 1} * k[at${key} + ${i + 1}u];`)}
    let score${key} = select(${LOWEST}, total(dot${key}), j + ${key}u <= t);`,
      )
      .join('\n')}
    let raised = max(${keys.reduce((text, key) => (key === 0 ? 'score0' : `max(${text}, score${key})`), '')}, highest);
    let rescale = exp(highest - raised);
    ${keys.map((key) => `let p${key} = exp(score${key} - raised);`).join(' ')}
    highest = raised;
    normalizer = normalizer * rescale + ${keys.map((key) => `p${key}`).join(' + ')};
    ${each((i) => `sum${i} = sum${i} * rescale + ${keys.map((key) => `p${key} * v[at${key} + ${i}u]`).join(' + ')};`)}
  }
  let inverse = 1.0 / normalizer;
  ${each((i) => `result[at + ${i}u] = sum${i} * inverse;`)}
  lse[row * u.heads + head] = highest + log(normalizer);`,
    }),
  ];
}

export function causalAttentionGrad(launch: Launch): Dispatch[] {
  const shape = shapeOf(launch);
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const q = input(launch, 0);
  const k = input(launch, 1);
  const v = input(launch, 2);
  const lengths = input(launch, 3);
  const dOut = input(launch, 6);
  /** Per row and head: (lse, Σ dOut·out). */
  const stats: Scratch = { scratchElements: shape.sequences * shape.tokens * shape.heads * 2 };
  const pack = perHead(shape, shape.heads, {
    label: 'causalAttentionGrad stats',
    bindings: [
      reads('lengths', lengths, 'i32'),
      reads('out', input(launch, 4), element),
      reads('lse', input(launch, 5)),
      reads('dOut', dOut, element),
      writes('stats', stats, 'vec2<f32>'),
    ],
    body: `
  let statAt = row * u.heads + head;
  let at = statAt * ${parts}u;
  if (t >= length) { stats[statAt] = vec2<f32>(0.0); return; }
  var product = ${element}(0.0);
  ${each((i) => `product += dOut[at + ${i}u] * out[at + ${i}u];`)}
  stats[statAt] = vec2<f32>(lse[statAt], total(product));`,
  });
  const queries = perHead(shape, shape.heads, {
    label: 'causalAttentionGrad dq',
    bindings: [
      reads('q', q, element),
      reads('k', k, element),
      reads('v', v, element),
      reads('lengths', lengths, 'i32'),
      reads('stats', stats, 'vec2<f32>'),
      reads('dOut', dOut, element),
      writes('dq', output(launch, 0), element),
    ],
    body: `
  let statAt = row * u.heads + head;
  let at = statAt * ${parts}u;
  if (t >= length) {
    ${each((i) => `dq[at + ${i}u] = ${element}(0.0);`)}
    return;
  }
  let stat = stats[statAt];
  let kvHead = head * u.kvHeads / u.heads;
  ${each((i) => `let q${i} = q[at + ${i}u] * u.scale;`)}
  ${each((i) => `let d${i} = dOut[at + ${i}u];`)}
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  for (var j = 0u; j <= t; j++) {
    let source = ((n * u.tokens + j) * u.kvHeads + kvHead) * ${parts}u;
    ${each((i) => `let k${i} = k[source + ${i}u];`)}
    var score = q0 * k0;
    var dProbability = d0 * v[source];
    ${unroll(parts - 1, (i) => `score += q${i + 1} * k${i + 1}; dProbability += d${i + 1} * v[source + ${i + 1}u];`)}
    let dScore = exp(total(score) - stat.x) * (total(dProbability) - stat.y) * u.scale;
    ${each((i) => `sum${i} += dScore * k${i};`)}
  }
  ${each((i) => `dq[at + ${i}u] = sum${i};`)}`,
  });
  const keysAndValues = (wants: { dk: boolean; dv: boolean }) =>
    perHead(shape, shape.kvHeads, {
      label: `causalAttentionGrad${wants.dk ? ' dk' : ''}${wants.dv ? ' dv' : ''}`,
      bindings: [
        reads('q', q, element),
        reads('k', k, element),
        ...(wants.dk ? [reads('v', v, element)] : []),
        reads('lengths', lengths, 'i32'),
        reads('stats', stats, 'vec2<f32>'),
        reads('dOut', dOut, element),
        ...(wants.dk ? [writes('dk', output(launch, 1), element)] : []),
        ...(wants.dv ? [writes('dv', output(launch, 2), element)] : []),
      ],
      // Queries start at a multiple of 8, masked, so that neighbouring invocations read the same query.
      body: `
  let at = (row * u.kvHeads + head) * ${parts}u;
  let groupHeads = u.heads / u.kvHeads;
  ${each((i) => `let k${i} = k[at + ${i}u] * u.scale;`)}
  ${wants.dk ? each((i) => `let v${i} = v[at + ${i}u]; var dk${i} = ${element}(0.0);`) : ''}
  ${wants.dv ? each((i) => `var dv${i} = ${element}(0.0);`) : ''}
  for (var g = 0u; g < groupHeads; g++) {
    for (var i = t & ~7u; i < length; i++) {
      let statAt = (n * u.tokens + i) * u.heads + head * groupHeads + g;
      let source = statAt * ${parts}u;
      let stat = stats[statAt];
      ${each((i) => `let q${i} = q[source + ${i}u]; let d${i} = dOut[source + ${i}u];`)}
      var score = k0 * q0;
      ${wants.dk ? 'var dProbability = v0 * d0;' : ''}
      ${unroll(
        parts - 1,
        (i) => `score += k${i + 1} * q${i + 1}; ${wants.dk ? `dProbability += v${i + 1} * d${i + 1};` : ''}`,
      )}
      // A masked key may score far above the query's lse: exp must not overflow there.
      let probability = select(0.0, exp(min(total(score) - stat.x, 80.0)), i >= t);
      ${wants.dv ? each((i) => `dv${i} += probability * d${i};`) : ''}
      ${
        wants.dk
          ? `let dScore = probability * (total(dProbability) - stat.y) * u.scale;
      ${each((i) => `dk${i} += dScore * q${i};`)}`
          : ''
      }
    }
  }
  ${wants.dk ? each((i) => `dk[at + ${i}u] = dk${i};`) : ''}
  ${wants.dv ? each((i) => `dv[at + ${i}u] = dv${i};`) : ''}`,
    });
  const together = attribute(launch, 'headSize') <= 32;
  return [
    pack,
    queries,
    ...(together
      ? [keysAndValues({ dk: true, dv: true })]
      : [keysAndValues({ dk: true, dv: false }), keysAndValues({ dk: false, dv: true })]),
  ];
}
