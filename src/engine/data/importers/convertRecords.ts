import type { DataKind, DataNote, DataProblem } from '../../protocol.ts';
import type { PreferenceRow } from '../../worlds/types.ts';
import { isFieldProblem } from '../readText.ts';
import { joinAnswers, type SingleAnswer } from './joinAnswers.ts';
import { fieldsOf, isRecord } from './readings.ts';
import { shortened } from './shortened.ts';
import type { Breathe, NoteId, RawRecord, Shape } from './types.ts';
import { watchFields } from './watchFields.ts';

/** Records between two breaths. */
const RECORDS = 200;

export interface Converted {
  readonly kind: DataKind;
  readonly rows: readonly PreferenceRow[];
  /** Of a file of prompts alone. */
  readonly prompts: readonly string[];
  readonly acrossPrompts: number;
  readonly problems: readonly DataProblem[];
  readonly notes: readonly DataNote[];
  /** Names of the fields that the reading asked for, in any record, whether they were there or not. */
  readonly looked: ReadonlySet<string>;
}

/**
 * Records as rows, in the order of the file. Every record becomes part of a row, a prompt, or a problem.
 */
export async function convertRecords(
  records: readonly RawRecord[],
  shape: Shape,
  breathe: Breathe,
): Promise<Converted> {
  const rows: PreferenceRow[] = [];
  const prompts: string[] = [];
  const answers: SingleAnswer[] = [];
  const problems: DataProblem[] = [];
  const notes = new Map<NoteId, { count: number; line: number }>();
  const looked = new Set<string>();
  for (const [index, { line, value }] of records.entries()) {
    if (index > 0 && index % RECORDS === 0) await breathe();
    const reading = readRecord(shape, value, looked);
    if ('problem' in reading) {
      problems.push({ line, ...reading, found: shortened(reading.found) });
      continue;
    }
    for (const note of new Set(reading.notes)) {
      const known = notes.get(note);
      notes.set(note, { count: (known?.count ?? 0) + 1, line: known?.line ?? line });
    }
    const { item } = reading;
    if (item.kind === 'pair') rows.push(item.row);
    else if (item.kind === 'prompt') prompts.push(item.prompt);
    else answers.push({ line, prompt: item.prompt, answer: item.answer, isGood: item.isGood });
  }
  const joined = joinAnswers(answers);
  return {
    kind: prompts.length > 0 ? 'prompts' : answers.length > 0 ? 'answers' : 'pairs',
    rows: [...rows, ...joined.rows],
    prompts,
    acrossPrompts: joined.acrossPrompts,
    problems: [...problems, ...joined.problems].sort((a, b) => a.line - b.line),
    notes: [...notes].map(([note, { count, line }]) => ({ note, count, line })),
    looked,
  };
}

/**
 * @param looked receives the names of the fields that are asked for
 * @returns what a record says under a shape, or why it says nothing
 */
export function readRecord(shape: Shape, value: unknown, looked = new Set<string>()): ReturnType<Shape['read']> {
  if (!isRecord(value)) {
    return { problem: 'not_object', field: null, found: value, expected: 'an object with prompt, chosen and rejected' };
  }
  const reading = shape.read(watchFields(fieldsOf(value), looked));
  return isFieldProblem(reading) ? { ...reading } : reading;
}
