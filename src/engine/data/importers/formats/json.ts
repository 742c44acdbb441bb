import { isRecord } from '../readings.ts';
import type { RawRecord } from '../types.ts';

/**
 * The records of one JSON value: a list; an object that holds one (`data`, `rows`, …; the Hub's viewer wraps each as `{row}`);
 * columns, `{"prompt": […], "chosen": […]}`, as pandas writes them; or a single record.
 */
export function jsonRecords(value: unknown): RawRecord[] {
  return listOf(value).map((record, index) => ({ line: index + 1, value: record }));
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (!isRecord(value)) return [value];
  const entries = Object.entries(value);
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const ofRecords = lists.filter(([, list]) => list.length > 0 && list.every(isRecord));
  const [only] = ofRecords;
  // A record may hold a list of messages: then its other fields say so.
  const isWrapper = only !== undefined && ofRecords.length === 1 && WRAPPERS.has(only[0]);
  if (isWrapper) return only[1].map((entry) => (isRecord(entry) && isRecord(entry.row) ? entry.row : entry));
  const length = lists[0]?.[1].length ?? 0;
  const areColumns =
    lists.length > 1 && lists.length === entries.length && lists.every(([, list]) => list.length === length);
  if (!areColumns || ofRecords.length > 0) return [value];
  return Array.from({ length }, (_, row) => Object.fromEntries(lists.map(([name, list]) => [name, list[row]])));
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'data',
  'rows',
  'records',
  'examples',
  'items',
  'train',
  'test',
  'instances',
]);
