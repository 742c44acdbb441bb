import type { PreferenceRow } from '../worlds/types.ts';

/** What page and engine say to each other about rows that a person brings. Part of `protocol.ts`. */

export type ImportFormat = 'jsonl' | 'json' | 'csv' | 'parquet';

/** How a file lays preference data out: one of `importers/shapes/`. */
export type ShapeId =
  | 'pairs'
  | 'message_pairs'
  | 'dialogues'
  | 'ultrafeedback'
  | 'ultrafeedback_scored'
  | 'sharegpt'
  | 'llmbar'
  | 'pandalm'
  | 'alpaca_eval'
  | 'unpaired'
  | 'ranked'
  | 'step_traces'
  | 'instruction_pairs'
  | 'prompts';

/** Pairs; single answers joined two by two (some of them maybe to different prompts); prompts without answers. */
export type DataKind = 'pairs' | 'answers' | 'prompts';

export interface DataReport {
  readonly name: string;
  /** SHA-256 hex of the accepted rows in canonical JSON Lines. */
  readonly hash: string;
  readonly format: ImportFormat;
  readonly gzipped: boolean;
  readonly shape: ShapeId;
  /** Whether the shape was guessed from the fields (a person may have chosen it), and whether any shape fitted. */
  readonly isGuess: boolean;
  readonly isRecognised: boolean;
  /** Names of the fields that occur. */
  readonly fields: readonly string[];
  /** Those of them that the reading never looks at, in any record. */
  readonly unread: readonly string[];
  /** Where the records are no pairs, but might be by other names. */
  readonly renaming: DataRenaming | null;
  readonly kind: DataKind;
  /** Records of the file: `read` = `accepted` + problems. */
  readonly read: number;
  readonly accepted: number;
  /** Rows (or prompts) that the accepted records make. */
  readonly rows: number;
  /** Rows whose two answers are to different prompts. */
  readonly acrossPrompts: number;
  /** How many records each kind of problem left out, most first. */
  readonly reasons: readonly { readonly problem: string; readonly count: number }[];
  readonly problems: readonly DataProblem[];
  /** Problems beyond those listed. */
  readonly problemsOmitted: number;
  readonly notes: readonly DataNote[];
  readonly figures: RowFigures;
}

/** Unread texts among which the missing parts of a pair may be, and the names that those must have. */
export interface DataRenaming {
  readonly from: readonly string[];
  readonly to: readonly ('prompt' | 'chosen' | 'rejected')[];
}

export interface DataProblem {
  /** Line for JSON Lines, else number of the record; from 1. */
  readonly line: number;
  /**
   * Stable: 'not_json', 'not_object', 'missing_field', 'wrong_type', 'empty_text', 'identical', 'too_long', 'too_few', 'out_of_range',
   * 'tie', 'diverges_early', 'no_answer', 'no_question', 'unknown_role', 'not_text', 'no_partner', 'contradicted', 'no_parting',
   * 'csv_cells', 'csv_quotes', 'beyond_limit'.
   */
  readonly problem: string;
  readonly field: string | null;
  readonly found: string;
  readonly expected: string;
}

/** What was done to records that are used all the same: `importers/types.ts`. */
export interface DataNote {
  readonly note: 'equal_scores' | 'scores_disagree' | 'spelled_out' | 'list_shortened' | 'majority';
  readonly count: number;
  /** The first of them. */
  readonly line: number;
}

export interface RowFigures {
  /** Rows whose chosen answer has more characters (code points), and as many, as the rejected one. */
  readonly chosenLonger: number;
  readonly equalLength: number;
  /** Rows that repeat an earlier one, and that have an earlier one's answers the other way round. */
  readonly duplicates: number;
  readonly opposites: number;
  readonly meanCharacters: { readonly chosen: number; readonly rejected: number };
}

/** Lengths of one kind of text, in tokens. */
export interface TokenSpread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Rows as a run would see them: by a model's tokenizer. */
export interface DataTokens {
  readonly hash: string;
  readonly model: string;
  readonly maxLength: number;
  /** Rows that were looked at, evenly spread; all of a small set. */
  readonly measured: number;
  readonly prompt: TokenSpread;
  /** With the end token. Null for prompts alone. */
  readonly chosen: TokenSpread | null;
  readonly rejected: TokenSpread | null;
  /** Rows in which something is cut at `maxLength`, and in which the end of an answer is. */
  readonly truncated: number;
  readonly cutAnswers: number;
}

/** A prompt alone stands in a row without answers. */
export type ImportedRow = PreferenceRow | { readonly prompt: string };

export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** The content's own hash as the Hub states it: SHA-256 for large files, git's SHA-1 for small ones. */
  readonly contentHash: string;
}

export type ImportCommand =
  /**
   * Own rows from a file's bytes or a pasted text; kept in the worker and in this browser's storage by hash. Answer: 'data'.
   * Where `wanted` is given and a fitting shape makes rows of that hash, that shape is taken.
   */
  | {
      readonly type: 'import';
      readonly name: string;
      readonly content: string | Uint8Array;
      readonly wanted?: string;
    }
  /** The records of the last import under another shape. Answer: 'data'. */
  | { readonly type: 'reread'; readonly shape: ShapeId }
  /** Rows to look at. Answer: 'rows'. */
  | { readonly type: 'rows'; readonly hash: string; readonly from: number; readonly count: number }
  /** Token lengths of rows. Answer: 'dataTokens'. */
  | { readonly type: 'measureData'; readonly hash: string; readonly model: string; readonly maxLength: number }
  /** What a set of the Hub holds. Answer: 'hubFiles'. */
  | { readonly type: 'listHub'; readonly dataset: string; readonly revision: string }
  /** Fetch one of its files, then as 'import'. Answers: 'hubProgress', 'data'. */
  | {
      readonly type: 'importHub';
      readonly dataset: string;
      readonly revision: string;
      readonly file: HubFile;
      readonly wanted?: string;
    }
  /** Ends what was asked of the Hub last. Answer: 'hubCancelled'. */
  | { readonly type: 'cancelHub' };

export type ImportEvent =
  | { readonly type: 'data'; readonly report: DataReport }
  | {
      readonly type: 'rows';
      readonly hash: string;
      readonly from: number;
      readonly rows: readonly ImportedRow[];
    }
  | { readonly type: 'dataTokens'; readonly tokens: DataTokens }
  | {
      readonly type: 'hubFiles';
      readonly dataset: string;
      readonly revision: string;
      /** Those that can be read, by path; and how many others there are. */
      readonly files: readonly HubFile[];
      readonly others: number;
    }
  | { readonly type: 'hubProgress'; readonly loaded: number; readonly total: number; readonly isCached: boolean }
  | { readonly type: 'hubCancelled' };
