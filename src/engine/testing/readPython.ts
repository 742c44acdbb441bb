/**
 * A reader of the little Python that exported scripts consist of, written from Python's lexical rules and not from the code
 * that emits them. Comments, strings and all else, apart.
 */
export interface PythonToken {
  readonly kind: 'comment' | 'string' | 'code';
  readonly text: string;
}

/** @throws SyntaxError where a string does not end, or holds a line end without being a block of three quotes */
export function pythonTokens(source: string): PythonToken[] {
  const tokens: PythonToken[] = [];
  let at = 0;
  while (at < source.length) {
    if (source[at] === '#') {
      const end = lineEnd(source, at);
      tokens.push({ kind: 'comment', text: source.slice(at, end) });
      at = end;
    } else if (source[at] === '"' || source[at] === "'") {
      const end = stringEnd(source, at);
      tokens.push({ kind: 'string', text: source.slice(at, end) });
      at = end;
    } else {
      let end = at + 1;
      while (end < source.length && !['#', '"', "'"].includes(source[end] ?? '')) end++;
      tokens.push({ kind: 'code', text: source.slice(at, end) });
      at = end;
    }
  }
  return tokens;
}

/** A comment ends at whatever Python's universal newlines take for a line end. */
function lineEnd(source: string, at: number): number {
  const end = source.slice(at).search(/[\n\r]/);
  return end < 0 ? source.length : at + end;
}

function stringEnd(source: string, at: number): number {
  const quote = source[at] as string;
  const fence = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let next = at + fence.length; next < source.length; next++) {
    if (source[next] === '\\') next++;
    else if (source.startsWith(fence, next)) return next + fence.length;
    else if (fence.length === 1 && /[\n\r]/.test(source[next] ?? '')) break;
  }
  throw new SyntaxError(`a string at ${at} does not end`);
}

/** The value of a literal: None, True, False, numbers, double-quoted strings, lists. @throws SyntaxError for anything else */
export function readPythonLiteral(text: string): unknown {
  if (text === 'None') return null;
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) return Number(text);
  if (text.startsWith('"') && stringEnd(text, 0) === text.length) return unescaped(text.slice(1, -1));
  if (text.startsWith('[') && text.endsWith(']')) {
    const inner = text.slice(1, -1);
    return inner === '' ? [] : inner.split(', ').map(readPythonLiteral);
  }
  throw new SyntaxError(`no literal: ${text}`);
}

function unescaped(text: string): string {
  return text.replace(/\\(U[0-9a-f]{8}|u[0-9a-f]{4}|["\\])/g, (_, code: string) =>
    code.length === 1 ? code : String.fromCodePoint(Number.parseInt(code.slice(1), 16)),
  );
}

/** `name=value` lines of the one call of `callee` that the source has: values as they are written. */
export function callArguments(source: string, callee: string): Map<string, string> {
  const [, body = ''] = source.split(`return ${callee}(\n`);
  const end = body.indexOf('\n    )');
  const given = new Map<string, string>();
  for (const line of body.slice(0, end).split('\n')) {
    const match = /^ {8}([a-z_0-9]+)=(.*),$/.exec(line);
    if (match === null) {
      if (!/^ {8}#/.test(line)) throw new SyntaxError(`no argument: ${line}`);
      continue;
    }
    const [, name = '', value = ''] = match;
    if (given.has(name)) throw new SyntaxError(`${name} is given twice`);
    given.set(name, value);
  }
  return given;
}
