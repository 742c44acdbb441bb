import type { DataNote, DataProblem, ImportFormat, ShapeId } from '../../protocol.ts';
import type { PreferenceRow } from '../../worlds/types.ts';
import type { FieldProblem } from '../readText.ts';

/** One record of a file, before anybody knows what its fields mean. */
export interface RawRecord {
  /** Line of the file for JSON Lines, else the number of the record; from 1. */
  readonly line: number;
  readonly value: unknown;
}

/** What a file holds: its records, and the places that could not be read as one. */
export interface RawRecords {
  readonly format: ImportFormat;
  readonly gzipped: boolean;
  readonly records: readonly RawRecord[];
  readonly problems: readonly DataProblem[];
}

/**
 * The fields of a record, by name. A map: a field may be called anything, `__proto__` too. Values are asked for by name alone, so
 * that it is known which fields a reading leaves unread.
 */
export type Fields = Pick<ReadonlyMap<string, unknown>, 'get' | 'has' | 'keys'>;

/** What a record says, whatever its shape. */
export type Item =
  | { readonly kind: 'pair'; readonly row: PreferenceRow }
  /** One answer, good or bad. */
  | { readonly kind: 'answer'; readonly prompt: string; readonly answer: string; readonly isGood: boolean }
  | { readonly kind: 'prompt'; readonly prompt: string };

/**
 * What was done to a record that is used all the same.
 * - `equal_scores`, `scores_disagree`: both answers have the same score, or the rejected one the higher: the label stands.
 * - `spelled_out`: a boolean or a number stood where an answer belongs: its spelling is the answer.
 * - `list_shortened`: repeated or empty answers, or more than a ranking may have, left the list.
 * - `majority`: annotators differ, and most of them decide.
 */
export type NoteId = DataNote['note'];

export interface Reading {
  readonly item: Item;
  readonly notes: readonly NoteId[];
}

/** One way in which the wild lays preference data out. */
export interface Shape {
  readonly id: ShapeId;
  /** Whether a record has this shape's fields; what is in them is looked at by `read`. */
  fits(fields: Fields): boolean;
  read(fields: Fields): Reading | FieldProblem;
}

/** Hands the turn to whatever waits, between two parts of a long task. */
export type Breathe = () => Promise<void>;
