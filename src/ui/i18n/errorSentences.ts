import type { ErrorData } from '../../engine/index.ts';

/** What a person reads when something fails: what happened, why, what to do next. One for every code; tested. */
export interface ErrorSentences {
  readonly title: (data: ErrorData) => string;
  readonly why: (data: ErrorData) => string;
  readonly next: (data: ErrorData) => string;
}
