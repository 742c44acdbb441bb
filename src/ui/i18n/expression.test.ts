import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCustom } from '../../engine/index.ts';
import { EXPRESSION_ERRORS } from './expression.en.ts';

const source = readFileSync(new URL('../../engine/methods/custom/ExpressionError.ts', import.meta.url), 'utf8');
const codes = [...source.slice(0, source.indexOf('export type Wanted')).matchAll(/\| '([a-z_]+)'/g)].map((m) => m[1]);

const sentence = (text: string): string => {
  const { error } = readCustom(text);
  return error === null ? '' : EXPRESSION_ERRORS[error.code](error.data);
};

it('has a sentence for every way an expression can be wrong, even without data', () => {
  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(EXPRESSION_ERRORS).sort()).toEqual([...codes].sort());
  for (const words of Object.values(EXPRESSION_ERRORS)) expect(words({}).length).toBeGreaterThan(10);
});

it.each([
  ['deltaa', 'there is no quantity or setting “deltaa”. Did you mean delta?'],
  ['beta * )', '“)” stands where a number, a name or an opening parenthesis is expected.'],
  ['(beta', 'the end stands where a closing parenthesis is expected.'],
  ['delta\u202E', 'U+202E stands where an operator, or the end of the line is expected.'],
  ['log(delta, 1)', 'log takes 1 operand, not 2.'],
  ['min(delta)', 'min takes 2 operands, not 1.'],
  [`f${'o'.repeat(80)}(1)`, `there is no function “f${'o'.repeat(39)}”. What you can write is listed below.`],
])('says of %j: %s', (text, words) => {
  expect(sentence(text)).toBe(words);
});
