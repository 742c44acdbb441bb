import { matrixShape } from '../webgpu/operands.ts';
import { type Dispatch, program, reads, writes } from '../webgpu/program.ts';
import { element, type Product, sizes, store, vectorLoad } from './product.ts';

export function registers4x4(product: Product): Dispatch {
  const { a, b, residual, out, transposeA, transposeB, rows, cols } = product;
  const alignedA = matrixShape(a)[1] % 4 === 0;
  const alignedB = matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const accumulate = out.storage === 'gradient';
  const four = (line: (i: number) => string) => [0, 1, 2, 3].map(line).join('\n');
  let loop: string;
  if (transposeA) {
    loop = `
  let whole = u.inner & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    ${four((i) => `let x${i} = load_a(k + ${i}u, row); let y${i} = load_b(k + ${i}u, col);`)}
    ${four(
      (i) => `sum${i} = x0[${i}] * y0 + sum${i};
    sum${i} = x1[${i}] * y1 + sum${i};
    sum${i} = x2[${i}] * y2 + sum${i};
    sum${i} = x3[${i}] * y3 + sum${i};`,
    )}
  }
  for (var k = whole; k < u.inner; k++) {
    let x = load_a(k, row);
    let y = load_b(k, col);
    ${four((i) => `sum${i} = x[${i}] * y + sum${i};`)}
  }`;
  } else if (transposeB) {
    loop = `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${four((i) => `let y${i} = load_b(col + ${i}u, k);`)}
    ${four(
      (i) => `let x${i} = load_a(row + ${i}u, k);
    sum${i} += vec4<f32>(dot(x${i}, y0), dot(x${i}, y1), dot(x${i}, y2), dot(x${i}, y3));`,
    )}
  }`;
  } else {
    loop = `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${four((i) => `let y${i} = load_b(k + ${i}u, col);`)}
    ${four(
      (i) => `let x${i} = load_a(row + ${i}u, k);
    sum${i} = x${i}.x * y0 + sum${i};
    sum${i} = x${i}.y * y1 + sum${i};
    sum${i} = x${i}.z * y2 + sum${i};
    sum${i} = x${i}.w * y3 + sum${i};`,
    )}
  }`;
  }
  return program({
    label: `${product.label} registers4x4`,
    bindings: [
      reads('a', a, element(alignedA)),
      reads('b', b, element(alignedB)),
      writes('result', out, element(alignedOut)),
      ...(residual ? [reads('residual', residual, element(alignedOut))] : []),
    ],
    uniforms: sizes(product),
    groupSize: [8, 8, 1],
    workgroups: [Math.ceil(cols / 32), Math.ceil(rows / 32), 1],
    declarations: vectorLoad('a', alignedA) + vectorLoad('b', alignedB) + store(alignedOut, accumulate, !!residual),
    body: `
  let row = (group.y * 8u + local.y) * 4u;
  let col = (group.x * 8u + local.x) * 4u;
  if (row >= u.rows || col >= u.cols) { return; }
  ${four((i) => `var sum${i} = vec4<f32>(0.0);`)}
  ${loop}
  ${four((i) => `store(row + ${i}u, col, sum${i});`)}`,
  });
}
