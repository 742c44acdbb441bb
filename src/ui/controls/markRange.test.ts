import { describe, expect, it } from 'vitest';
import { markRange } from './markRange.ts';

describe('markRange', () => {
  it('puts carets under the range, and counts lines and characters from 1', () => {
    expect(markRange('z = 1\n-log(deltaa)', 11, 17)).toEqual({
      line: 2,
      column: 6,
      excerpt: '-log(deltaa)',
      marks: '     ^^^^^^',
    });
  });

  it('marks the place after the last character where something is missing', () => {
    expect(markRange('beta *', 6, 6)).toEqual({ line: 1, column: 7, excerpt: 'beta *', marks: '      ^' });
    expect(markRange('', 0, 0)).toEqual({ line: 1, column: 1, excerpt: '', marks: '^' });
    expect(markRange('a +\n', 4, 4)).toMatchObject({ line: 2, column: 1, excerpt: '', marks: '^' });
  });

  it('stays within the first line of a range, at its line break too', () => {
    expect(markRange('f(a,\nb)', 0, 7)).toMatchObject({ line: 1, excerpt: 'f(a,', marks: '^^^^' });
    expect(markRange('ab\ncd', 2, 3)).toMatchObject({ line: 1, column: 3, excerpt: 'ab', marks: '  ^' });
  });

  it('shows a part of a long line, with the marks still beneath', () => {
    const text = `${'1 + '.repeat(50)}oops${' + 1'.repeat(50)}`;
    const { excerpt, marks, column } = markRange(text, 200, 204);
    expect(column).toBe(201);
    expect(excerpt.length).toBeLessThan(50);
    expect(excerpt.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('oops');
  });

  it('keeps tabs from shifting the marks', () => {
    expect(markRange('\tab', 1, 3)).toMatchObject({ excerpt: ' ab', marks: ' ^^' });
  });
});
