import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonTokens, readPythonLiteral } from '../testing/readPython.ts';
import { pythonComment } from './pythonComment.ts';
import { pythonLiteral } from './pythonLiteral.ts';

/** Texts that try to get out: quotes, line ends of every kind, backslashes, surrogates, direction marks. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '"""',
        "'",
        '\\',
        '\\"',
        '\n',
        '\r',
        '\u2028',
        '\u0085',
        '\0',
        '#',
        '\ud800',
        '\u202e',
        'é',
        '😀',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('pythonLiteral', () => {
  it('writes what Python reads as the same value', () => {
    expect(pythonLiteral('a "b" \\ c\n"""é😀')).toBe(String.raw`"a \"b\" \\ c\u000a\"\"\"\u00e9\U0001f600"`);
    expect([null, true, false, 0.1, 1e-7, 3, 1e21].map(pythonLiteral)).toEqual([
      'None',
      'True',
      'False',
      '0.1',
      '1e-7',
      '3',
      '1e+21',
    ]);
    expect(pythonLiteral(['sigmoid', 'sft', 0.05])).toBe('["sigmoid", "sft", 0.05]');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => pythonLiteral(value)).toThrow(RangeError);
  });

  it('keeps any text inside one string of printable ASCII', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const literal = pythonLiteral(text);
        expect(literal).toMatch(/^[\x20-\x7e]*$/);
        expect(pythonTokens(literal)).toEqual([{ kind: 'string', text: literal }]);
        expect(readPythonLiteral(literal)).toBe(text.replace(/\p{Cs}/gu, '\u{FFFD}'));
      }),
      { numRuns: 500 },
    );
  });

  it('gives numbers back to the last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(readPythonLiteral(pythonLiteral(value)), value)).toBe(true);
      }),
    );
  });
});

describe('pythonComment', () => {
  it('wraps sentences and indents them', () => {
    const comment = pythonComment('word '.repeat(40), 8);
    expect(comment.split('\n').every((line) => line.startsWith('        # word') && line.length <= 100)).toBe(true);
    expect(comment.match(/word/g)).toHaveLength(40);
  });

  it('lets no text out of the comment', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const kinds = pythonTokens(pythonComment(`a ${text} b`, 4)).filter(({ text: part }) => part.trim() !== '');
        expect(kinds.every(({ kind }) => kind === 'comment')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
