import type { DataProblem } from '../../../protocol.ts';
import { shortened } from '../shortened.ts';
import type { Breathe, RawRecord } from '../types.ts';

/** Rows between two breaths. */
const ROWS = 500;

/** Columns whose cells are numbers or booleans where they look like it. All others are texts: an answer may be "42". */
const TYPED = /score|rating|label|rank|preference|probability|annotator|margin|^idx$|_index$/i;

/**
 * Comma-, semicolon- or tab-separated values with a header row, quoted as RFC 4180 says (so a cell may hold line breaks). Cells
 * are texts, but for columns that are called like numbers, and columns in which every cell is a JSON list or object. Empty cells
 * of such columns are absent. Papa Parse is loaded when a first file asks for it.
 */
export async function readCsv(
  text: string,
  breathe: Breathe,
): Promise<{ records: RawRecord[]; problems: DataProblem[] }> {
  const { default: papa } = await import('papaparse');
  const { data, errors } = papa.parse<string[]>(text.replace(/^\u{FEFF}/u, ''), { skipEmptyLines: 'greedy' });
  await breathe();
  const [header = [], ...rows] = data;
  const names = header.map((name) => name.trim());
  const unclosed = errors.find(({ type }) => type === 'Quotes');
  const problems: DataProblem[] = [];
  const good: { line: number; cells: string[] }[] = [];
  for (const [index, cells] of rows.entries()) {
    const line = index + 1;
    if (unclosed?.row !== undefined && index + 1 >= unclosed.row) {
      const expected = 'a closing quote: quotes inside a text are doubled';
      problems.push({ line, problem: 'csv_quotes', field: null, found: shortened(cells.join(', ')), expected });
    } else if (cells.length !== names.length) {
      const expected = `${names.length} cells, as the header has`;
      problems.push({ line, problem: 'csv_cells', field: null, found: `${cells.length} cells`, expected });
    } else good.push({ line, cells });
  }
  const readers = names.map((name, column) =>
    readerOf(
      name,
      good.map(({ cells }) => cells[column] ?? ''),
    ),
  );
  const records: RawRecord[] = [];
  for (const { line, cells } of good) {
    const entries = names.map((name, column): [string, unknown] => [name, readers[column]?.(cells[column] ?? '')]);
    records.push({ line, value: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) });
    if (records.length % ROWS === 0) await breathe();
  }
  return { records, problems };
}

function readerOf(name: string, cells: readonly string[]): (cell: string) => unknown {
  if (TYPED.test(name)) return typed;
  const full = cells.filter((cell) => cell.trim() !== '');
  const areJson = full.length > 0 && full.every((cell) => /^\s*[[{]/.test(cell) && parsed(cell) !== undefined);
  return areJson ? parsed : (cell) => cell;
}

function typed(cell: string): unknown {
  const word = cell.trim();
  if (word === '') return undefined;
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
  const number = Number(word);
  return Number.isFinite(number) ? number : cell;
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}
