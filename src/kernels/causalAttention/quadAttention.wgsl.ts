/** Causal attention for CPU drivers, over the quads of `quadHeads.ts`. */
import type { Launch } from '../plan/types.ts';
import { input, output } from '../webgpu/operands.ts';
import { type Dispatch, reads, unroll, writes } from '../webgpu/program.ts';
import { type AttentionShape, LOWEST } from './attentionShape.ts';
import { broadcast, inBlock, rowsOfAHead, sumOfBlock } from './quadHeads.ts';

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
