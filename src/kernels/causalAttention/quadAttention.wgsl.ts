/** Causal attention for CPU drivers, over the quads of `quadHeads.ts`. */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import { type Dispatch, reads, unroll, writes } from '../webgpu/program.ts';
import { type AttentionShape, LOWEST } from './attentionShape.ts';
import { inBlock, ofRows, rowsOfAHead, shared, sumOfBlock } from './quadHeads.ts';

export function quadAttention(launch: Launch, shape: AttentionShape): Dispatch[] {
  const { element, parts } = shape;
  const each = (line: (i: number) => string) => unroll(parts, line);
  const ofRow = ofRows(shape);
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
  let kvHead = head * u.kvHeads / u.heads;
  ${ofRow(
    (r) => `let query_${r} = queryOf(row_${r}, head);
  ${each((i) => `let q${i}_${r} = qkv[query_${r} + ${i}u] * u.scale; var sum${i}_${r} = ${element}(0.0);`)}
  var highest_${r} = ${LOWEST};
  var normalizer_${r} = 0.0;`,
  )}
  for (var j = firstBegin; j <= lastRow; j += 4u) {
    let source = min(j + quad, lastRow);
    let key = keyOf(source, kvHead);
    let value = valueOf(source, kvHead);
    ${ofRow((r) => inBlock((one) => `var dot${one}_${r} = ${element}(0.0);`))}
    ${each(
      (i) => `let k${i}_ = qkv[key + ${i}u]; ${shared(`k${i}_`)}
    ${ofRow((r) => inBlock((one) => `dot${one}_${r} += q${i}_${r} * k${i}_${one};`))}`,
    )}
    // Before the first key of its own, a row sums what rescaling then takes away: exp(LOWEST − x) is 0.
    ${ofRow(
      (r) => `
    ${inBlock((one) => `let score${one}_${r} = select(${LOWEST}, total(dot${one}_${r}), begin_${r} <= j + ${one}u && j + ${one}u <= row_${r});`)}
    let raised_${r} = max(max(max(score0_${r}, score1_${r}), max(score2_${r}, score3_${r})), highest_${r});
    let rescale_${r} = exp(highest_${r} - raised_${r});
    ${inBlock((one) => `let p${one}_${r} = exp(score${one}_${r} - raised_${r});`)}
    highest_${r} = raised_${r};
    normalizer_${r} = normalizer_${r} * rescale_${r} + ${sumOfBlock((one) => `p${one}_${r}`)};`,
    )}
    ${each(
      (i) => `let v${i}_ = qkv[value + ${i}u]; ${shared(`v${i}_`)}
    ${ofRow((r) => `sum${i}_${r} = sum${i}_${r} * rescale_${r} + ${sumOfBlock((one) => `p${one}_${r} * v${i}_${one}`)};`)}`,
    )}
  }
  ${ofRow(
    (r) => `if (stored_${r}) {
    let inverse = select(0.0, 1.0 / normalizer_${r}, used_${r});
    let at = row_${r} * u.heads + head;
    ${each((i) => `result[at * ${parts}u + ${i}u] = sum${i}_${r} * inverse;`)}
    lse[at] = select(0.0, highest_${r} + log(normalizer_${r}), used_${r});
  }`,
  )}`,
    }),
  ];
}
