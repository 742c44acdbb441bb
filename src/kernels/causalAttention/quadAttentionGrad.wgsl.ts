/**
 * The gradient of causal attention for CPU drivers, over the quads of `quadHeads.ts`, in three passes: Σ dOut·out of each row and head; dk and dv per
 * (row, kv head), which keep the scores' gradients; dq from these. So there are five products of queries and keys, not the seven of two passes
 * that each compute the scores. Where the scores' gradients would take too much memory, dq computes them again.
 */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, scratch, unroll, writes } from '../webgpu/program.ts';
import { type AttentionShape, headPlaces } from './attentionShape.ts';
import { broadcast, inBlock, rowsOfAHead, sumOfBlock } from './quadHeads.ts';

/** Both gradients of a key/value head together up to here: registers. */
const TOGETHER_HEAD_SIZE = 32;
/** Elements, 16 MiB: one for each head and pair of rows, of one sequence or not. */
const MOST_KEPT_SCORES = 2 ** 22;

export function quadAttentionGrad(launch: Launch, shape: AttentionShape): Dispatch[] {
  const { rows, heads, element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const qkv = reads('qkv', input(launch, 0), element);
  const segments = reads('segments', input(launch, 1), 'i32');
  const dOut = reads('dOut', input(launch, 4), element);
  const dQkv = writes('dQkv', output(launch, 0), element);
  /** Per row and head: (lse, Σ dOut·out). */
  const stats = scratch(rows * heads * 2);
  /** d score by head, key and query, queries to a whole block. */
  const scores = scratch(heads * rows * Math.ceil(rows / 4) * 4);
  const keeps = scores.scratchElements <= MOST_KEPT_SCORES;
  const keptAt = (head: string, key: string, query: string) =>
    `(${head} * u.rows + ${key}) * ((u.rows + 3u) & ~3u) + ${query}`;
  const sums = elementwise({
    label: 'causalAttentionGrad sums quads',
    bindings: [
      reads('out', input(launch, 2), element),
      reads('lse', input(launch, 3)),
      dOut,
      writes('stats', stats, 'vec2<f32>'),
    ],
    uniforms: shape.uniforms,
    count: rows * heads,
    declarations: headPlaces(shape),
    body: `
  var product = ${element}(0.0);
  ${each((i) => `product += dOut[index * ${parts}u + ${i}u] * out[index * ${parts}u + ${i}u];`)}
  stats[index] = vec2<f32>(lse[index], total(product));`,
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
      ${wants.dk && keeps ? `if (stored) { scores[(${keptAt('queryHead', 'row', 'i')}) / 4u] = vec4<f32>(dScore0, dScore1, dScore2, dScore3); }` : ''}
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
    bindings: [
      qkv,
      segments,
      dOut,
      reads('stats', stats, 'vec2<f32>'),
      dQkv,
      ...(keeps ? [writes('scores', scores, 'vec4<f32>')] : []),
    ],
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
  const sees = (one: number) => `begin <= j + ${one}u && j + ${one}u <= row`;
  // A masked key's place was never written, if its row is of another sequence.
  const keptScores = inBlock(
    (one) =>
      `let dScore${one} = select(0.0, scores[${keptAt('head', `min(j + ${one}u, lastRow)`, 'row')}], ${sees(one)});`,
  );
  // A masked key may score far above the query's lse: exp must not overflow there.
  const computedScores = `
    let value = valueOf(source, kvHead);
    ${inBlock((one) => `var score${one} = ${element}(0.0); var dProbability${one} = ${element}(0.0);`)}
    ${each(
      (i) => `let v${i} = qkv[value + ${i}u];
    ${inBlock((one) => `score${one} += q${i} * ${broadcast(`k${i}`, one)}; dProbability${one} += d${i} * ${broadcast(`v${i}`, one)};`)}`,
    )}
    ${inBlock(
      (
        one,
      ) => `let dScore${one} = select(0.0, exp(min(total(score${one}) - stat.x, 80.0)) * (total(dProbability${one}) - stat.y) * u.scale,
      ${sees(one)});`,
    )}`;
  const queries = rowsOfAHead(shape, {
    label: 'causalAttentionGrad dq',
    heads,
    bindings: [
      qkv,
      segments,
      dQkv,
      ...(keeps ? [reads('scores', scores)] : [dOut, reads('stats', stats, 'vec2<f32>')]),
    ],
    body: `
  let query = queryOf(row, head);
  let kvHead = head * u.kvHeads / u.heads;
  ${
    keeps
      ? ''
      : `let statAt = row * u.heads + head;
  let stat = stats[statAt];
  ${each((i) => `let q${i} = qkv[query + ${i}u] * u.scale; let d${i} = dOut[statAt * ${parts}u + ${i}u];`)}`
  }
  ${each((i) => `var sum${i} = ${element}(0.0);`)}
  for (var j = firstBegin; j <= lastRow; j += 4u) {
    let source = min(j + quad, lastRow);
    let key = keyOf(source, kvHead);
    ${each((i) => `let k${i} = qkv[key + ${i}u];`)}
    ${keeps ? keptScores : computedScores}
    ${each((i) => `sum${i} += ${sumOfBlock((one) => `dScore${one} * ${broadcast(`k${i}`, one)}`)};`)}
  }
  if (!stored) { return; }
  ${each((i) => `dQkv[query + ${i}u] = select(${element}(0.0), sum${i}, used);`)}`,
  });
  return [sums, both, queries];
}
