/** Positions of a node in the text: from `start` up to, not including, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^';

/** The syntax tree. Plain data: names are looked up in maps, never as properties. */
export type Node = Range &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'negate'; readonly operand: Node }
    | { readonly kind: 'binary'; readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node }
    /** The condition of `select` only: greater − smaller > 0. */
    | { readonly kind: 'compare'; readonly greater: Node; readonly smaller: Node }
    | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Node[] }
  );

export interface Statement {
  /** null for a loss that is not named. */
  readonly name: (Range & { readonly text: string }) | null;
  readonly value: Node;
}

/** Named values, each of which may use those before it, then the loss. */
export interface Program {
  readonly definitions: readonly Statement[];
  readonly loss: Statement;
}
