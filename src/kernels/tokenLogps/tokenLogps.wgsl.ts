/**
 * What the log-probabilities of targets need of a chunk of the vocabulary's logits, in one pass over them; the
 * log-probabilities from it; their gradient in place of the logits.
 *
 * Versions kept:
 * - statistics: 32 lanes per row, 2 rows a workgroup: each lane keeps (max, Σeᵈ, Σ d·eᵈ with d = x − max) online over its
 *   share, one barrier, the first lane merges them in order, and those of earlier ids. Nothing of size [M, V] is stored;
 *   entropy = log Σeᵈ − Σ d·eᵈ / Σeᵈ has no cancellation of large terms.
 * - quads, for CPU drivers (`quadRows.ts`): four lanes share four rows and join their statistics by swaps, with no barrier.
 * - gradient: elementwise, probabilities recomputed from lse, overwriting the logits.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import {
  type Dispatch,
  elementwise,
  FOLDED_GROUP,
  foldedWorkgroups,
  type KernelTraits,
  program,
  reads,
  u32,
  writes,
} from '../webgpu/program.ts';
import { eachOfQuad, quadRows } from '../webgpu/quadRows.ts';

const LANES = 32;
const ROWS = 2;
const LOWEST = '-3.0e38';

export function logitStatistics(launch: Launch, traits: KernelTraits): Dispatch[] {
  const logits = input(launch, 0);
  const targets = input(launch, 1);
  const previous = launch.inputs[2];
  const [rows, vocabulary] = matrixShape(logits);
  expectSize(launch, 'targets', elementCount(targets), rows);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  const sum = (text: string) => (vector ? `dot(${text}, vec4<f32>(1.0))` : text);
  const bindings = [
    reads('logits', logits, element),
    reads('targets', targets, 'i32'),
    ...(previous ? [reads('previous', previous, 'vec4<f32>')] : []),
    writes('statistics', output(launch, 0), 'vec4<f32>'),
  ];
  const uniforms = [
    u32('vocabulary', vocabulary),
    u32('parts', vector ? vocabulary / 4 : vocabulary),
    u32('firstId', attribute(launch, 'firstId')),
  ];
  const declarations = `
/** (max, Σeᵈ, Σ d·eᵈ) of nothing yet, of a share with one more element, and of two shares. */
const NONE = vec3<f32>(${LOWEST}, 0.0, 0.0);
fn raisedTo(share: vec3<f32>, peak: f32) -> vec3<f32> {
  let shift = share.x - peak;
  let rescale = exp(shift);
  return vec3<f32>(peak, rescale * share.y, select(rescale * (share.z + share.y * shift), 0.0, share.y == 0.0));
}
fn withElement(share: vec3<f32>, x: ${element}) -> vec3<f32> {
  let raised = raisedTo(share, max(share.x, ${vector ? 'max(max(x.x, x.y), max(x.z, x.w))' : 'x'}));
  let d = x - raised.x;
  let e = exp(d);
  return raised + vec3<f32>(0.0, ${sum('e')}, ${sum('d * e')});
}
fn joined(a: vec3<f32>, b: vec3<f32>) -> vec3<f32> {
  let peak = max(a.x, b.x);
  return raisedTo(a, peak) + vec3<f32>(0.0, raisedTo(b, peak).yz);
}
fn store(row: u32, share: vec3<f32>) {
  // Ids before the first wrap around and lie outside as well.
  let targetId = u32(targets[row]) - u.firstId;
  let safe = min(targetId, u.vocabulary - 1u);
  let chosen = logits[row * u.parts + ${vector ? 'safe / 4u][safe % 4u]' : 'safe]'};
  let targetLogit = select(${previous ? 'previous[row].w' : '0.0'}, chosen, targetId < u.vocabulary);
  statistics[row] = vec4<f32>(${previous ? 'joined(previous[row].xyz, share)' : 'share'}, targetLogit);
}`;
  if (traits.lanes === 'quads') {
    const body = `
  ${eachOfQuad((i) => `var share${i} = NONE;`)}
  for (var c = quad; c < u.parts; c += 4u) {
    ${eachOfQuad((i) => `share${i} = withElement(share${i}, logits[source${i} * u.parts + c]);`)}
  }
  ${eachOfQuad(
    (i) => `share${i} = joined(share${i}, quadSwapX(share${i}));
  share${i} = joined(share${i}, quadSwapY(share${i}));
  if (quad == ${i}u && row${i} < u.rows) { store(row${i}, share${i}); }`,
  )}`;
    return [quadRows({ label: 'logitStatistics', bindings, uniforms, rows, declarations, body })];
  }
  return [
    program({
      label: 'logitStatistics',
      bindings,
      uniforms: [u32('rows', rows), ...uniforms],
      groupSize: [LANES, ROWS, 1],
      workgroups: foldedWorkgroups(Math.ceil(rows / ROWS)),
      declarations: `var<workgroup> shares: array<vec3<f32>, ${LANES * ROWS}>;${declarations}`,
      body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  var share = NONE;
  for (var i = local.x; i < u.parts; i += ${LANES}u) { share = withElement(share, logits[row * u.parts + i]); }
  shares[lane] = share;
  workgroupBarrier();
  if (wantedRow >= u.rows || local.x > 0u) { return; }
  var peak = share.x;
  for (var i = 1u; i < ${LANES}u; i++) { peak = max(peak, shares[lane + i].x); }
  share = raisedTo(share, peak);
  for (var i = 1u; i < ${LANES}u; i++) { share += vec3<f32>(0.0, raisedTo(shares[lane + i], peak).yz); }
  store(row, share);`,
    }),
  ];
}

export function tokenLogps(launch: Launch): Dispatch[] {
  const statistics = input(launch, 0);
  const rows = elementCount(output(launch, 0));
  expectSize(launch, 'statistics', elementCount(statistics), 4 * rows);
  return [
    elementwise({
      label: 'tokenLogps',
      bindings: [
        reads('statistics', statistics, 'vec4<f32>'),
        writes('logps', output(launch, 0)),
        writes('lse', output(launch, 1)),
        writes('entropy', output(launch, 2)),
      ],
      uniforms: [],
      count: rows,
      body: `
  let row = statistics[index];
  let logMass = log(row.y);
  logps[index] = (row.w - row.x) - logMass;
  lse[index] = row.x + logMass;
  entropy[index] = logMass - row.z / row.y;`,
    }),
  ];
}

export function tokenLogpsGrad(launch: Launch): Dispatch[] {
  const logits = output(launch, 0);
  const [rows, vocabulary] = matrixShape(logits);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'tokenLogpsGrad',
      bindings: [
        writes('logits', logits, element),
        reads('targets', input(launch, 1), 'i32'),
        reads('lse', input(launch, 2)),
        reads('dLogps', input(launch, 3)),
      ],
      uniforms: [u32('parts', vector ? vocabulary / 4 : vocabulary), u32('firstId', attribute(launch, 'firstId'))],
      count: (rows * vocabulary) / (vector ? 4 : 1),
      body: `
  let row = index / u.parts;
  let d = dLogps[row];
  let probability = exp(logits[index] - lse[row]);
  let part = index % u.parts;
  let targetId = u32(targets[row]) - u.firstId;
  ${
    vector
      ? 'let hit = select(vec4<f32>(0.0), vec4<f32>(1.0), vec4<u32>(part * 4u) + vec4<u32>(0u, 1u, 2u, 3u) == vec4<u32>(targetId));'
      : 'let hit = select(0.0, 1.0, part == targetId);'
  }
  logits[index] = (hit - probability) * d;`,
    }),
  ];
}
