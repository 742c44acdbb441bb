import { ExpressionError, type Wanted } from './ExpressionError.ts';
import { LIMITS } from './limits.ts';
import { nearestName } from './nearestName.ts';
import type { ArithmeticOperator, Node, Program, Range, Statement } from './syntax.ts';
import { type Token, tokenize } from './tokenize.ts';
import { FUNCTION_BY_NAME, PARAMETER_BY_NAME, QUANTITY_BY_NAME } from './vocabulary.ts';

/** How tightly an operator holds its left operand; '^' alone groups to the right, and more tightly than a minus sign. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['+', 1],
  ['-', 1],
  ['*', 2],
  ['/', 2],
  ['^', 3],
]);
const SIGN_BINDING = 2;

/**
 * The text as statements, by precedence climbing. Nothing in it is ever run as script: it becomes this tree, and the tree
 * calls operations of the math interface.
 *
 * @throws ExpressionError with the place and the reason; nothing else, for any text
 */
export function parse(text: string): Program {
  const tokens = tokenize(text);
  const defined = new Set<string>();
  let index = 0;
  let depth = 0;
  let nodes = 0;

  const token = (ahead = 0) => tokens[Math.min(index + ahead, tokens.length - 1)] as Token;
  const isSymbol = (symbol: string, ahead = 0) => token(ahead).kind === 'symbol' && token(ahead).text === symbol;
  const take = () => {
    const taken = token();
    index++;
    return taken;
  };
  const unexpected = (wanted: Wanted) => {
    const found = token();
    if (isSymbol('<') || isSymbol('>')) return new ExpressionError('comparison', found);
    return new ExpressionError('unexpected', found, { found: found.text === '\n' ? '' : found.text, wanted });
  };
  const expect = (symbol: string, wanted: Wanted) => {
    if (!isSymbol(symbol)) throw unexpected(wanted);
    return take();
  };
  const made = (node: Node): Node => {
    if (++nodes > LIMITS.nodes) throw new ExpressionError('too_many_nodes', node, { most: LIMITS.nodes });
    return node;
  };
  const deeper = <T>(at: Range, read: () => T): T => {
    if (++depth > LIMITS.depth) throw new ExpressionError('too_deep', at, { most: LIMITS.depth });
    const result = read();
    depth--;
    return result;
  };

  const expression = (binding: number): Node => {
    let left = operand();
    for (;;) {
      const operator = token();
      const strength = operator.kind === 'symbol' ? BINDING.get(operator.text) : undefined;
      if (strength === undefined || strength < binding) return left;
      take();
      const isPower = operator.text === '^';
      const right = deeper(operator, () => expression(isPower ? strength : strength + 1));
      left = made({
        kind: 'binary',
        operator: operator.text as ArithmeticOperator,
        left,
        right,
        start: left.start,
        end: right.end,
      });
    }
  };

  const operand = (): Node => {
    const found = token();
    if (found.kind === 'number') {
      take();
      return made({ kind: 'number', value: Number(found.text), start: found.start, end: found.end });
    }
    if (found.kind === 'name') return name();
    if (isSymbol('-')) {
      take();
      const inner = deeper(found, () => expression(SIGN_BINDING + 1));
      return made({ kind: 'negate', operand: inner, start: found.start, end: inner.end });
    }
    if (isSymbol('(')) {
      take();
      const inner = deeper(found, () => expression(0));
      const closing = expect(')', 'closing');
      // The parentheses belong to what they hold, for the marks under it.
      return { ...inner, start: found.start, end: closing.end };
    }
    throw unexpected('value');
  };

  const name = (): Node => {
    const word = take();
    if (FUNCTION_BY_NAME.has(word.text)) return call(word);
    const isKnown = QUANTITY_BY_NAME.has(word.text) || PARAMETER_BY_NAME.has(word.text) || defined.has(word.text);
    if (!isKnown) throw unknown(word);
    return made({ kind: 'name', name: word.text, start: word.start, end: word.end });
  };

  const unknown = (word: Token) => {
    const isCall = isSymbol('(');
    const known = isCall
      ? FUNCTION_BY_NAME.keys()
      : [...QUANTITY_BY_NAME.keys(), ...PARAMETER_BY_NAME.keys(), ...defined];
    return new ExpressionError('unknown_name', word, {
      name: word.text,
      nearest: nearestName(word.text, known) ?? '',
      kind: isCall ? 'function' : 'name',
    });
  };

  const call = (word: Token): Node => {
    expect('(', 'opening');
    const operands: Node[] = [];
    const wanted = FUNCTION_BY_NAME.get(word.text)?.operands.length ?? 0;
    deeper(word, () => {
      while (!isSymbol(')') || operands.length > 0) {
        operands.push(word.text === 'select' && operands.length === 0 ? condition() : expression(0));
        if (!isSymbol(',')) break;
        take();
      }
    });
    const closing = expect(')', 'comma_or_closing');
    const range = { start: word.start, end: closing.end };
    if (operands.length !== wanted) {
      throw new ExpressionError('argument_count', range, { name: word.text, found: operands.length, wanted });
    }
    return made({ kind: 'call', name: word.text, operands, ...range });
  };

  const condition = (): Node => {
    const left = expression(0);
    if (!isSymbol('>') && !isSymbol('<')) return left;
    const isGreater = take().text === '>';
    const right = expression(0);
    const [greater, smaller] = isGreater ? [left, right] : [right, left];
    return made({ kind: 'compare', greater, smaller, start: left.start, end: right.end });
  };

  const statement = (): Statement => {
    if (token().kind !== 'name' || !isSymbol('=', 1)) return { name: null, value: expression(0) };
    const word = take();
    take();
    const isReserved = [QUANTITY_BY_NAME, PARAMETER_BY_NAME, FUNCTION_BY_NAME].some((words) => words.has(word.text));
    if (isReserved) throw new ExpressionError('reserved_name', word, { name: word.text });
    if (defined.has(word.text)) throw new ExpressionError('redefined_name', word, { name: word.text });
    const value = expression(0);
    defined.add(word.text);
    return { name: { text: word.text, start: word.start, end: word.end }, value };
  };

  const statements: Statement[] = [];
  for (;;) {
    while (token().kind === 'separator') take();
    if (token().kind === 'end') break;
    statements.push(statement());
    if (token().kind !== 'separator' && token().kind !== 'end') throw unexpected('operator');
  }
  const loss = statements.pop();
  if (loss === undefined) throw new ExpressionError('empty', { start: 0, end: text.length });
  const unnamed = statements.find((candidate) => candidate.name === null);
  if (unnamed) throw new ExpressionError('unnamed_statement', unnamed.value);
  return { definitions: statements, loss };
}
