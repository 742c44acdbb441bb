const TEXT_MAX_LENGTH = 20_000;

/** Why the value of a field, or a record as a whole (`field` null), cannot be used. */
export interface FieldProblem {
  /** Stable: see `DataProblem.problem`. */
  readonly problem: string;
  readonly field: string | null;
  readonly found: unknown;
  readonly expected: string;
}

export function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

/** A text of a row, lone surrogates replaced: any encoder accepts it. White space alone is a text only where it may be empty. */
export function readText(field: string, found: unknown, mayBeEmpty = false): string | FieldProblem {
  if (typeof found !== 'string') return { problem: 'wrong_type', field, found, expected: 'a text' };
  if (found.length > TEXT_MAX_LENGTH) {
    const expected = `at most ${TEXT_MAX_LENGTH} characters`;
    return { problem: 'too_long', field, found: `${found.length} characters`, expected };
  }
  if (!mayBeEmpty && found.trim() === '') {
    return { problem: 'empty_text', field, found, expected: 'a text that is not empty' };
  }
  return withoutLoneSurrogates(found);
}

export function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Cs}/gu, '\u{FFFD}');
}
