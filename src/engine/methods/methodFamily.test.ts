import { expect, test } from 'vitest';
import { methodById } from './index.ts';
import { methodFamily } from './methodFamily.ts';
import type { MethodNeeds } from './types.ts';

test.each([
  ['sigmoid', 'reference'],
  ['simpo', 'referenceFree'],
  ['kto', 'single'],
  ['sft', 'imitation'],
])('%s is of the family %s', (id, family) => {
  expect(methodFamily(methodById(id) ?? expect.fail())).toBe(family);
});

test('what rows must bring decides before how they are paired, and a sampler before all', () => {
  const needs: MethodNeeds = { relation: 'pair', references: ['base'], reduction: 'sum' };
  expect(methodFamily({ needs: { ...needs, sides: ['gold'] } })).toBe('more');
  expect(methodFamily({ needs: { ...needs, columns: ['probability'] } })).toBe('more');
  expect(methodFamily({ needs: { ...needs, columns: ['uniform'] } })).toBe('reference');
  expect(methodFamily({ needs: { ...needs, relation: 'list', columns: ['value'] } })).toBe('ranked');
  expect(methodFamily({ needs: { ...needs, relation: 'sample', sampling: true } })).toBe('sampling');
});
