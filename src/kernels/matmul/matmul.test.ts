import { beforeAll, describe, expect, it } from 'vitest';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runReference } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';
import { matmulReference } from './matmul.reference.ts';
import { matmulTensors } from './matmul.tensors.ts';
import { matmul } from './matmul.ts';

beforeAll(startCpu);

const forms = [
  { form: 'NN', transposeA: 0, transposeB: 0 },
  { form: 'NT', transposeA: 0, transposeB: 1 },
  { form: 'TN', transposeA: 1, transposeB: 0 },
];
const sizes = [
  { rows: 1, inner: 1, columns: 1 },
  { rows: 5, inner: 7, columns: 3 },
  { rows: 4, inner: 35, columns: 9 },
  { rows: 17, inner: 64, columns: 33 },
];

describe.each(forms)('matmul $form', ({ transposeA, transposeB }) => {
  it.each(sizes)('is the sum of products for $rows × $inner × $columns', ({ rows, inner, columns }) => {
    const a = { shape: transposeA ? [inner, rows] : [rows, inner], data: gaussians(1, rows * inner) };
    const b = { shape: transposeB ? [columns, inner] : [inner, columns], data: gaussians(2, inner * columns) };
    const residual = { shape: [rows, columns], data: gaussians(3, rows * columns) };
    const product = Array.from({ length: rows * columns }, (_, index) => {
      const row = Math.floor(index / columns);
      const column = index % columns;
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum +=
          a.data[transposeA ? k * rows + row : row * inner + k]! *
          b.data[transposeB ? column * inner + k : k * columns + column]!;
      }
      return sum;
    });
    const run = { kernel: 'matmul', outputShapes: [residual.shape], attributes: { transposeA, transposeB } } as const;
    const added = product.map((value, i) => value + residual.data[i]!);
    for (const kernel of [matmulReference, matmulTensors]) {
      expectClose(runReference({ ...run, inputs: [a, b] }, kernel)[0]!, product);
      expectClose(runReference({ ...run, inputs: [a, b, residual] }, kernel)[0]!, added);
      expectClose(runReference({ ...run, inputs: [a, b], previous: [residual.data] }, kernel)[0]!, added);
    }
  });
});

it('refuses two transposed sides and shapes that do not meet', () => {
  const plan = new PlanBuilder(layoutParameters([]));
  const a = plan.input('a', [4, 3]);
  const b = plan.input('b', [4, 3]);
  expect(() => matmul(plan, a, b, { transposeA: true, transposeB: true })).toThrow(/PLAN_INVALID/);
  matmul(plan, a, b);
  expect(() => plan.build()).toThrow(
    /PLAN_INVALID.*matmul\(a:f32\[4,3\], b:f32\[4,3\]\).*b has 4 on axis 0, expected 3/,
  );
});
