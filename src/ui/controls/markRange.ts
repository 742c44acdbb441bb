/** A range of a text, as the line it begins in with marks to put beneath. */
export interface MarkedLine {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The line, or the part of it around the range. */
  readonly excerpt: string;
  /** Spaces, then a caret under each character of the range; at least one. */
  readonly marks: string;
}

const LONGEST = 44;
/** Characters shown before the range where the line is longer than that. */
const BEFORE = 20;

export function markRange(text: string, start: number, end: number): MarkedLine {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const whole = text.slice(lineStart, lineEnd).replace(/\s/g, ' ');
  const column = start - lineStart;
  const cut = whole.length <= LONGEST ? 0 : Math.max(0, column - BEFORE);
  const shown = whole.slice(cut, cut + LONGEST);
  const excerpt = `${cut > 0 ? '…' : ''}${shown}${cut + LONGEST < whole.length ? '…' : ''}`;
  const indent = column - cut + (cut > 0 ? 1 : 0);
  const length = Math.max(1, Math.min(end, lineEnd) - start);
  const marks = `${' '.repeat(indent)}${'^'.repeat(Math.min(length, Math.max(1, excerpt.length - indent)))}`;
  return { line: text.slice(0, start).split('\n').length, column: column + 1, excerpt, marks };
}
