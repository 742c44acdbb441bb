/** What one objective may be: enough for any published loss, little enough to read and differentiate at every keystroke. */
export const LIMITS = {
  /** UTF-16 code units. */
  characters: 2000,
  /** Parentheses, calls, minus signs and exponents inside one another. */
  depth: 64,
  /** Numbers, names, operators and calls. */
  nodes: 500,
} as const;
