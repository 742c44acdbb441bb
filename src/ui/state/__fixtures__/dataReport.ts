import type { DataReport } from '../../../engine/index.ts';

/** A report of three plain pairs. */
export function dataReport(changes: Partial<DataReport> = {}): DataReport {
  return {
    name: 'a.jsonl',
    hash: 'b'.repeat(64),
    format: 'jsonl',
    gzipped: false,
    shape: 'pairs',
    isGuess: true,
    isRecognised: true,
    fields: ['prompt', 'chosen', 'rejected'],
    unread: [],
    renaming: null,
    kind: 'pairs',
    read: 3,
    accepted: 3,
    rows: 3,
    acrossPrompts: 0,
    reasons: [],
    problems: [],
    problemsOmitted: 0,
    notes: [],
    figures: {
      chosenLonger: 2,
      equalLength: 0,
      duplicates: 0,
      opposites: 0,
      meanCharacters: { chosen: 3, rejected: 2 },
    },
    ...changes,
  };
}
