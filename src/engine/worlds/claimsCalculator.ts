/** Longer expressions are refused, so that no product grows without bound. */
const CHARACTERS_MAX = 100;

/**
 * The calculator: whole numbers of any size, `+ - * /`, signs and brackets, exact. Null where the text is no expression, is
 * over 100 characters long, or a division leaves a remainder.
 */
export function calculate(expression: string): bigint | null {
  if (expression.length > CHARACTERS_MAX || !/^[\d+*/() -]+$/.test(expression)) return null;
  const tokens = expression.match(/\d+|[^\d ]/g) ?? [];
  let at = 0;

  const sum = (): bigint | null => {
    let total = product();
    while (total !== null && (tokens[at] === '+' || tokens[at] === '-')) {
      const isPlus = tokens[at++] === '+';
      const next = product();
      total = next === null ? null : isPlus ? total + next : total - next;
    }
    return total;
  };
  const product = (): bigint | null => {
    let total = factor();
    while (total !== null && (tokens[at] === '*' || tokens[at] === '/')) {
      const isTimes = tokens[at++] === '*';
      const next = factor();
      if (next === null) return null;
      if (!isTimes && (next === 0n || total % next !== 0n)) return null;
      total = isTimes ? total * next : total / next;
    }
    return total;
  };
  const factor = (): bigint | null => {
    const token = tokens[at++];
    if (token === undefined) return null;
    if (/^\d/.test(token)) return BigInt(token);
    if (token === '-') {
      const value = factor();
      return value === null ? null : -value;
    }
    if (token !== '(') return null;
    const value = sum();
    return tokens[at++] === ')' ? value : null;
  };

  const value = sum();
  return at === tokens.length ? value : null;
}
