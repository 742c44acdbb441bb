import type { DataProblem } from '../../../protocol.ts';
import { shortened } from '../shortened.ts';
import type { Breathe, RawRecord } from '../types.ts';

/** Lines between two breaths. */
const LINES = 500;

/** JSON Lines: one value a line, empty lines aside. A line that is no JSON is a problem; the others are read. */
export async function readJsonl(
  text: string,
  breathe: Breathe,
): Promise<{ records: RawRecord[]; problems: DataProblem[] }> {
  const records: RawRecord[] = [];
  const problems: DataProblem[] = [];
  let seen = 0;
  for (const entry of jsonlEntries(text)) {
    if ('problem' in entry) problems.push(entry);
    else records.push(entry);
    if (++seen % LINES === 0) await breathe();
  }
  return { records, problems };
}

/** The same, one by one. */
export function* jsonlEntries(text: string): Generator<RawRecord | DataProblem> {
  for (const { line, number } of linesOf(text)) {
    if (line.trim() === '') continue;
    try {
      yield { line: number, value: JSON.parse(line) };
    } catch {
      const expected = 'a JSON object on one line';
      yield { line: number, problem: 'not_json', field: null, found: shortened(line), expected };
    }
  }
}

/** Lines by any of the three line ends, a byte order mark aside. */
function* linesOf(text: string): Generator<{ line: string; number: number }> {
  const end = /\r\n|\n|\r/g;
  let begin = text.startsWith('\u{FEFF}') ? 1 : 0;
  for (let number = 1; ; number++) {
    end.lastIndex = begin;
    const found = end.exec(text);
    yield { line: text.slice(begin, found?.index), number };
    if (found === null) return;
    begin = found.index + found[0].length;
  }
}
