/** What is wrong with an objective's text; the sentences are in `ui/i18n/expression.en.ts`. */
export type ExpressionErrorCode =
  /** Nothing but spaces and comments. */
  | 'empty'
  /** data: found, most */
  | 'too_long'
  /** data: most */
  | 'too_deep'
  /** data: most */
  | 'too_many_nodes'
  /** data: found ('' at the end of the text), wanted: a `Wanted` */
  | 'unexpected'
  /** data: name, nearest ('' where none is near), kind: 'function' or 'name' */
  | 'unknown_name'
  /** data: name, found, wanted */
  | 'argument_count'
  /** A number, or an expression of numbers alone, that is infinite or undefined. data: found */
  | 'not_finite'
  /** A statement before the last that has no name to be used by. */
  | 'unnamed_statement'
  /** A word of the language given as a name. data: name */
  | 'reserved_name'
  /** data: name */
  | 'redefined_name'
  /** > or < other than as the condition of `select`. */
  | 'comparison'
  /** The exponent differs from pair to pair, or over the batch. */
  | 'exponent'
  /** mean or sum of what is one number already. data: name */
  | 'axis'
  /** No policy log-prob reaches the loss with a gradient. */
  | 'nothing_to_train';

/** What could have stood where something else was found. */
export type Wanted = 'value' | 'operator' | 'opening' | 'closing' | 'comma_or_closing';

/** The only thing that reading an objective's text throws. `start` and `end` are character positions in the text. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  readonly start: number;
  readonly end: number;
  readonly data: Readonly<Record<string, string | number>>;

  constructor(
    code: ExpressionErrorCode,
    { start, end }: { readonly start: number; readonly end: number },
    data: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${code} at ${start} to ${end} ${JSON.stringify(data)}`);
    this.name = 'ExpressionError';
    this.code = code;
    this.start = start;
    this.end = end;
    this.data = data;
  }
}
