import type { TrlValue } from '../methods/types.ts';

/**
 * A value as a Python 3 literal. Texts become one double-quoted string of printable ASCII: whatever they hold (quotes, line
 * ends, backslashes, `"""`), they cannot leave it. A lone surrogate, which no file can hold, becomes U+FFFD.
 *
 * @throws RangeError for a number that is not finite
 */
export function pythonLiteral(value: TrlValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return `"${Array.from(value, escaped).join('')}"`;
  return `[${value.map((item) => pythonLiteral(item)).join(', ')}]`;
}

/** JavaScript writes numbers with the shortest digits that read back as the same float64; Python reads the same notation. */
function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a script cannot hold the number ${value}`);
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0xfffd;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code >= 0xd800 && code < 0xe000) return '\\ufffd';
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
