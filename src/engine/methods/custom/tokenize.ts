import { ExpressionError } from './ExpressionError.ts';
import { LIMITS } from './limits.ts';
import type { Range } from './syntax.ts';

export type Token = Range & {
  readonly kind: 'number' | 'name' | 'symbol' | 'separator' | 'end';
  /** As it stands in the text; '' at the end. */
  readonly text: string;
};

const SPACE = /[ \t\r]+|#[^\n]*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SYMBOL = /[-+*/^(),=<>]/y;
/** After these a statement cannot be over: a line break is a space. */
const CONTINUES = new Set(['+', '-', '*', '/', '^', '(', ',', '=', '<', '>']);

/**
 * The text as tokens, an 'end' token last. A line break ends a statement unless it stands in parentheses or after an
 * operator; ';' always does.
 *
 * @throws ExpressionError too_long, unexpected, not_finite
 */
export function tokenize(text: string): readonly Token[] {
  if (text.length > LIMITS.characters) {
    throw new ExpressionError(
      'too_long',
      { start: LIMITS.characters, end: text.length },
      { found: text.length, most: LIMITS.characters },
    );
  }
  const tokens: Token[] = [];
  let parentheses = 0;
  let start = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = start;
    return pattern.exec(text)?.[0] ?? null;
  };
  const push = (kind: Token['kind'], found: string) => {
    tokens.push({ kind, text: found, start, end: start + found.length });
    start += found.length;
  };
  while (start < text.length) {
    const space = match(SPACE);
    if (space !== null) {
      start += space.length;
      continue;
    }
    const character = text.charAt(start);
    const last = tokens.at(-1);
    if (character === ';') {
      push('separator', character);
      continue;
    }
    if (character === '\n') {
      const isSpace = parentheses > 0 || last === undefined || (last.kind === 'symbol' && CONTINUES.has(last.text));
      if (isSpace) start++;
      else push('separator', character);
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      push('number', number);
      const token = tokens.at(-1) as Token;
      if (!Number.isFinite(Number(number))) throw new ExpressionError('not_finite', token, { found: number });
      continue;
    }
    const name = match(NAME);
    if (name !== null) {
      push('name', name);
      continue;
    }
    const symbol = match(SYMBOL);
    if (symbol === null) throw unreadable(text, start, last);
    if (symbol === '(') parentheses++;
    if (symbol === ')') parentheses--;
    push('symbol', symbol);
  }
  tokens.push({ kind: 'end', text: '', start, end: start });
  return tokens;
}

/** A character that no token begins with, whole even where it takes two code units. */
function unreadable(text: string, start: number, last: Token | undefined): ExpressionError {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const isComplete = last !== undefined && (last.kind === 'number' || last.kind === 'name' || last.text === ')');
  return new ExpressionError(
    'unexpected',
    { start, end: start + character.length },
    { found: character, wanted: isComplete ? 'operator' : 'value' },
  );
}
