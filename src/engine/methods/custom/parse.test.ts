import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { customMethod, readCustom } from './customMethod.ts';
import { ExpressionError } from './ExpressionError.ts';
import { LIMITS } from './limits.ts';
import { parse } from './parse.ts';
import { FUNCTIONS, PARAMETERS, QUANTITIES } from './vocabulary.ts';

function errorOf(text: string): ExpressionError {
  try {
    customMethod(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`no error for ${text}`);
}

/** What the error marks in the text. */
const marked = (text: string) => {
  const { start, end } = errorOf(text);
  return text.slice(start, end);
};

test('words are names that are used once', () => {
  const words = [...QUANTITIES, ...PARAMETERS, ...FUNCTIONS].map(({ name }) => name);
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(word).toMatch(/^[a-z][a-z_]*$/);
});

test('the tree has positions, and groups as arithmetic does', () => {
  const { loss } = parse('  a = 1\n1 - 2 - a*3');
  expect(loss.value).toMatchObject({
    operator: '-',
    start: 8,
    end: 19,
    left: { operator: '-', left: { value: 1, start: 8, end: 9 }, right: { value: 2 } },
    right: { operator: '*', left: { kind: 'name', name: 'a', start: 16, end: 17 } },
  });
  expect(parse('-2^2').loss.value).toMatchObject({ kind: 'negate', operand: { operator: '^' } });
  expect(parse('2^3^2').loss.value).toMatchObject({ left: { value: 2 }, right: { operator: '^' } });
  expect(parse('2^-1').loss.value).toMatchObject({ right: { kind: 'negate' } });
  expect(parse('-2*3').loss.value).toMatchObject({ operator: '*', left: { kind: 'negate' } });
  expect(parse('(1+2)*3').loss.value).toMatchObject({ operator: '*', left: { operator: '+', start: 0, end: 5 } });
});

test('statements end at line breaks and semicolons, not within parentheses or after an operator', () => {
  const { definitions, loss } = parse('# a margin\nz = beta *\n  delta ; y = z\n\nmean(\n  y\n) # the loss\n');
  expect(definitions.map(({ name }) => name?.text)).toEqual(['z', 'y']);
  expect(loss).toMatchObject({ name: null, value: { kind: 'call', name: 'mean' } });
  expect(parse('loss = delta').loss.name?.text).toBe('loss');
});

describe('an error', () => {
  test.each([
    ['', 'empty', '', {}],
    ['  # nothing\n', 'empty', '  # nothing\n', {}],
    ['-logsigmoid(beta * deltaa)', 'unknown_name', 'deltaa', { nearest: 'delta', kind: 'name' }],
    ['choosen_logps', 'unknown_name', 'choosen_logps', { nearest: 'chosen_logps' }],
    ['margin = delta\nmargni', 'unknown_name', 'margni', { nearest: 'margin' }],
    ['sigmod(delta)', 'unknown_name', 'sigmod', { nearest: 'sigmoid', kind: 'function' }],
    ['quaternion', 'unknown_name', 'quaternion', { nearest: '' }],
    ['z + 1; z = delta', 'unknown_name', 'z', {}],
    ['-logsigmoid(beta * )', 'unexpected', ')', { found: ')', wanted: 'value' }],
    ['-logsigmoid(beta * delta', 'unexpected', '', { found: '', wanted: 'comma_or_closing' }],
    ['(beta * delta', 'unexpected', '', { found: '', wanted: 'closing' }],
    ['2 beta', 'unexpected', 'beta', { found: 'beta', wanted: 'operator' }],
    ['beta ** delta', 'unexpected', '*', { wanted: 'value' }],
    ['delta $ 2', 'unexpected', '$', { found: '$', wanted: 'operator' }],
    ['delta + 😀', 'unexpected', '😀', { found: '😀', wanted: 'value' }],
    ['log delta', 'unexpected', 'delta', { wanted: 'opening' }],
    ['delta.x', 'unexpected', '.', { found: '.', wanted: 'operator' }],
    ['min(delta)', 'argument_count', 'min(delta)', { name: 'min', found: 1, wanted: 2 }],
    ['log()', 'argument_count', 'log()', { found: 0, wanted: 1 }],
    ['exp(delta, 1)', 'argument_count', 'exp(delta, 1)', { found: 2, wanted: 1 }],
    ['1e999 * delta', 'not_finite', '1e999', { found: '1e999' }],
    ['delta * (1 / 0)', 'not_finite', '(1 / 0)', { found: 'Infinity' }],
    ['delta + log(-1)', 'not_finite', 'log(-1)', { found: 'NaN' }],
    ['delta\n- beta', 'unnamed_statement', 'delta', {}],
    ['beta = 2; delta', 'reserved_name', 'beta', { name: 'beta' }],
    ['z = 2; z = delta; z', 'redefined_name', 'z', { name: 'z' }],
    ['delta > 0', 'comparison', '>', {}],
    ['select(delta > 0 > 1, 1, 2)', 'comparison', '>', {}],
    ['delta ^ delta', 'exponent', 'delta', {}],
    ['2 ^ mean(delta)', 'exponent', 'mean(delta)', {}],
    ['mean(mean(delta))', 'axis', 'mean(mean(delta))', { name: 'mean' }],
    ['delta * sum(beta)', 'axis', 'sum(beta)', { name: 'sum' }],
    ['beta * 2', 'nothing_to_train', 'beta * 2', {}],
    ['chosen_length - ref_chosen_logps', 'nothing_to_train', 'chosen_length - ref_chosen_logps', {}],
    ['stopgrad(delta)', 'nothing_to_train', 'stopgrad(delta)', {}],
    ['select(delta, 1, chosen_length)', 'nothing_to_train', 'select(delta, 1, chosen_length)', {}],
    ['z = delta; beta', 'nothing_to_train', 'beta', {}],
  ])('of %j is %s at %j', (text, code, mark, data) => {
    expect(errorOf(text)).toMatchObject({ code, data });
    expect(marked(text)).toBe(mark);
  });

  it('says what is too much: characters, depth, nodes', () => {
    const long = `${' '.repeat(LIMITS.characters - 5)}delta`;
    expect(() => customMethod(long)).not.toThrow();
    expect(errorOf(`${long} `)).toMatchObject({ code: 'too_long', start: 2000, end: 2001, data: { found: 2001 } });
    const nested = (depth: number) => `${'('.repeat(depth)}delta${')'.repeat(depth)}`;
    expect(() => customMethod(nested(64))).not.toThrow();
    expect(errorOf(nested(65))).toMatchObject({ code: 'too_deep', start: 64 });
    expect(errorOf(`${'-'.repeat(65)}delta`)).toMatchObject({ code: 'too_deep', start: 64 });
    // n numbers need n − 1 signs between them and one to `delta`.
    const chain = (numbers: number) => `delta${'+1'.repeat(numbers)}`;
    expect(() => customMethod(chain(249))).not.toThrow(); // 1 + 249 + 249 = 499 nodes
    expect(errorOf(chain(250))).toMatchObject({ code: 'too_many_nodes' });
  });
});

const HOSTILE = [
  'constructor',
  '__proto__',
  'prototype = 1; prototype',
  'toString()',
  'hasOwnProperty(delta)',
  '__proto__ = delta; __proto__ + constructor',
  'constructor = delta; valueOf = constructor; valueOf',
  'constructor(constructor)("alert(1)")()',
  'delta["constructor"]',
  'delta.constructor.constructor("return 1")()',
  'import("x")',
  '#{delta}',
  '$'.concat('{delta}'),
  '`delta`',
  '</textarea><script>alert(1)</script>',
  '\\url{x}',
  '\u202Eatled\u202C',
  '\uD800',
  '\uDC00delta',
  'δ',
  'delta\u0000',
  '\u2028delta',
  'delta'.repeat(20_000),
  '('.repeat(100_000),
  '-'.repeat(100_000),
  '('.repeat(1_999),
  '-'.repeat(1_999),
  `2${'^2'.repeat(900)}`,
  'log('.repeat(400),
  `${'a'.repeat(1_900)}`,
  ';'.repeat(1_999),
  '\n'.repeat(1_999),
  '#'.repeat(1_999),
  `${'a=1;'.repeat(400)}`,
  '1e'.repeat(900),
  '.'.repeat(1_999),
  '0x10 * delta',
  '٣ * delta',
];

test('no file of the language runs text as script, or loads any', () => {
  const folder = new URL('./', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(sources.length).toBeGreaterThan(8);
  for (const name of sources) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    expect(source, name).not.toMatch(/\beval\b|\bFunction\b(?!Word)|\bimport\(|setTimeout|\brequire\(/);
  }
});

test('hostile texts give the typed error or a method, and pollute nothing', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  for (const text of HOSTILE) expectReading(text);
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  // A person may use such a name; it is one of theirs alone.
  expect(readCustom('__proto__ = delta; constructor = beta * __proto__; constructor').error).toBeNull();
  expect(errorOf('constructor')).toMatchObject({ code: 'unknown_name' });
  expect(errorOf('hasOwnProperty(delta)')).toMatchObject({ code: 'unknown_name', data: { kind: 'function' } });
});

test('no text whatever throws anything but the typed error', () => {
  const piece = fc.oneof(
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ...[...QUANTITIES, ...PARAMETERS, ...FUNCTIONS].map(({ name }) => name),
        ...['+', '-', '*', '/', '^', '(', ')', ',', '=', '<', '>', ';', '\n', '#', ' ', '2', '1e3', 'z', 'z = '],
        ...['__proto__', 'constructor', '1e999', '.'],
      ),
    },
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('', ' '), (pieces, between) =>
      expectReading(pieces.join(between)),
    ),
    { numRuns: 3000 },
  );
});

/** A method, or the typed error with a place in the text. */
function expectReading(text: string): void {
  const { error } = readCustom(text);
  if (error === null) return;
  expect(error).toBeInstanceOf(ExpressionError);
  expect(error.start).toBeGreaterThanOrEqual(0);
  expect(error.end).toBeGreaterThanOrEqual(error.start);
  expect(error.end).toBeLessThanOrEqual(text.length);
}
