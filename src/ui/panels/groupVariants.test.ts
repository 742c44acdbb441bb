import { expect, it } from 'vitest';
import { groupVariants } from './groupVariants.ts';

it('says of each variant which kernels and classes it serves', () => {
  expect(
    groupVariants({
      'matmul NN thin': 'registers4x4',
      'matmul NT large': 'subgroups8x4',
      'matmul TN thin': 'registers4x4',
      kernels: 'relaxed',
    }),
  ).toEqual([
    { variant: 'registers4x4', kernels: [{ kernel: 'matmul', classes: ['NN thin', 'TN thin'] }] },
    { variant: 'subgroups8x4', kernels: [{ kernel: 'matmul', classes: ['NT large'] }] },
    { variant: 'relaxed', kernels: [{ kernel: 'kernels', classes: [] }] },
  ]);
  expect(groupVariants({ matmul: 'xnnpack', others: 'xnnpack' })).toEqual([
    {
      variant: 'xnnpack',
      kernels: [
        { kernel: 'matmul', classes: [] },
        { kernel: 'others', classes: [] },
      ],
    },
  ]);
  expect(groupVariants({})).toEqual([]);
});
