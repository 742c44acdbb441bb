/**
 * The gradient of causal attention for CPU drivers, over the quads of `quadHeads.ts`, in three passes: Σ dOut·out of each row and head; dk and dv per
 * (row, kv head), which keep the scores' gradients; dq from these. So there are five products of queries and keys, not the seven of two passes
 * that each compute the scores. Where the scores' gradients would take too much memory, dq computes them again.
 */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, scratch, unroll, writes } from '../webgpu/program.ts';
import { type AttentionShape, headPlaces } from './attentionShape.ts';
import { BLOCK, inBlock, ofRows, rowsOfAHead, shared, sumOfBlock } from './quadHeads.ts';

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
  const ofRow = ofRows(shape);
  const keysAndValues = (wants: { dk: boolean; dv: boolean }) => `
  ${ofRow(
    (r) => `
  ${each((i) => `let k${i}_${r} = qkv[key_${r} + ${i}u] * u.scale;`)}
  ${wants.dk ? each((i) => `let v${i}_${r} = qkv[value_${r} + ${i}u]; var dk${i}_${r} = ${element}(0.0);`) : ''}
  ${wants.dv ? each((i) => `var dv${i}_${r} = ${element}(0.0);`) : ''}`,
  )}
  for (var g = 0u; g < groupHeads; g++) {
    let queryHead = head * groupHeads + g;
    for (var i = firstRow; i < lastEnd; i += 4u) {
      let source = min(i + quad, lastEnd - 1u);
      let query = queryOf(source, queryHead);
      let statAt = source * u.heads + queryHead;
      let stat_ = stats[statAt]; ${shared('stat_')}
      ${ofRow((r) => inBlock((one) => `var score${one}_${r} = ${element}(0.0); ${wants.dk ? `var dProbability${one}_${r} = ${element}(0.0);` : ''}`))}
      ${each(
        (i) => `let q${i}_ = qkv[query + ${i}u]; ${shared(`q${i}_`)}
      let d${i}_ = dOut[statAt * ${parts}u + ${i}u]; ${shared(`d${i}_`)}
      ${ofRow((r) =>
        inBlock(
          (one) => `score${one}_${r} += k${i}_${r} * q${i}_${one};
      ${wants.dk ? `dProbability${one}_${r} += v${i}_${r} * d${i}_${one};` : ''}`,
        ),
      )}`,
      )}
      // A query that does not see this key counts nothing, whatever its numbers are.
      ${ofRow((r) =>
        inBlock(
          (one) => `let sees${one}_${r} = used_${r} && row_${r} <= i + ${one}u && i + ${one}u < end_${r};
      let p${one}_${r} = select(0.0, exp(min(total(score${one}_${r}) - stat_${one}.x, 80.0)), sees${one}_${r});
      ${wants.dk ? `let dScore${one}_${r} = select(0.0, p${one}_${r} * (total(dProbability${one}_${r}) - stat_${one}.y) * u.scale, sees${one}_${r});` : ''}`,
        ),
      )}
      ${ofRow(
        (r) => `
      ${wants.dv ? each((i) => `dv${i}_${r} += ${sumOfBlock((one) => `p${one}_${r} * d${i}_${one}`)};`) : ''}
      ${wants.dk ? each((i) => `dk${i}_${r} += ${sumOfBlock((one) => `dScore${one}_${r} * q${i}_${one}`)};`) : ''}
      ${wants.dk && keeps ? `if (stored_${r}) { scores[(${keptAt('queryHead', `row_${r}`, 'i')}) / 4u] = vec4<f32>(${BLOCK.map((one) => `dScore${one}_${r}`)}); }` : ''}`,
      )}
    }
  }
  ${ofRow(
    (r) => `if (stored_${r}) {
    ${wants.dk ? each((i) => `dQkv[key_${r} + ${i}u] = dk${i}_${r};`) : ''}
    ${wants.dv ? each((i) => `dQkv[value_${r} + ${i}u] = dv${i}_${r};`) : ''}
  }`,
  )}`;
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
  ${ofRow((r) => `let key_${r} = keyOf(row_${r}, head); let value_${r} = valueOf(row_${r}, head);`)}
  let groupHeads = u.heads / u.kvHeads;
  ${
    together
      ? keysAndValues({ dk: true, dv: true })
      : `if (group.z == 0u) {${keysAndValues({ dk: true, dv: false })}
  } else {${keysAndValues({ dk: false, dv: true })}
  }`
  }`,
  });
  const sees = (one: number, r: number) => `begin_${r} <= j + ${one}u && j + ${one}u <= row_${r}`;
  // A masked key's place was never written, if its row is of another sequence.
  const keptScores = ofRow((r) =>
    inBlock(
      (one) =>
        `let dScore${one}_${r} = select(0.0, scores[${keptAt('head', `min(j + ${one}u, lastRow)`, `row_${r}`)}], ${sees(one, r)});`,
    ),
  );
  // A masked key may score far above the query's lse: exp must not overflow there.
  const computedScores = `
    let value = valueOf(source, kvHead);
    ${ofRow((r) => inBlock((one) => `var score${one}_${r} = ${element}(0.0); var dProbability${one}_${r} = ${element}(0.0);`))}
    ${each(
      (i) => `let v${i}_ = qkv[value + ${i}u]; ${shared(`v${i}_`)}
    ${ofRow((r) => inBlock((one) => `score${one}_${r} += q${i}_${r} * k${i}_${one}; dProbability${one}_${r} += d${i}_${r} * v${i}_${one};`))}`,
    )}
    ${ofRow((r) =>
      inBlock(
        (one) => `let p${one}_${r} = exp(min(total(score${one}_${r}) - stat_${r}.x, 80.0));
    let dScore${one}_${r} = select(0.0, p${one}_${r} * (total(dProbability${one}_${r}) - stat_${r}.y) * u.scale, ${sees(one, r)});`,
      ),
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
  let kvHead = head * u.kvHeads / u.heads;
  ${ofRow(
    (r) => `let query_${r} = queryOf(row_${r}, head);
  ${each((i) => `var sum${i}_${r} = ${element}(0.0);`)}
  ${
    keeps
      ? ''
      : `let statAt_${r} = row_${r} * u.heads + head;
  let stat_${r} = stats[statAt_${r}];
  ${each((i) => `let q${i}_${r} = qkv[query_${r} + ${i}u] * u.scale; let d${i}_${r} = dOut[statAt_${r} * ${parts}u + ${i}u];`)}`
  }`,
  )}
  for (var j = firstBegin; j <= lastRow; j += 4u) {
    let source = min(j + quad, lastRow);
    let key = keyOf(source, kvHead);
    ${each((i) => `let k${i}_ = qkv[key + ${i}u]; ${shared(`k${i}_`)}`)}
    ${keeps ? keptScores : computedScores}
    ${ofRow((r) => each((i) => `sum${i}_${r} += ${sumOfBlock((one) => `dScore${one}_${r} * k${i}_${one}`)};`))}
  }
  ${ofRow(
    (r) => `if (stored_${r}) {
    ${each((i) => `dQkv[query_${r} + ${i}u] = select(${element}(0.0), sum${i}_${r}, used_${r});`)}
  }`,
  )}`,
  });
  return [sums, both, queries];
}
