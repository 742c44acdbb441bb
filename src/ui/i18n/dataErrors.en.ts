import type { EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { bytes, shown } from './errorWords.ts';
import { judges } from './judges.en.ts';

/** Why a file is no preference file, and what to do, by `UnreadableReason`. */
const UNREADABLE: Readonly<Record<string, readonly [why: (detail: string) => string, next: string]>> = {
  empty: [() => 'There is nothing in it.', 'Choose another file.'],
  no_records: [() => 'It holds no records.', 'Choose a file with at least a few rows.'],
  binary: [
    () => 'It is a binary file of no known format.',
    'Open JSON Lines, JSON, CSV or parquet, as it is or gzipped.',
  ],
  archive: [() => 'It is an archive of files.', 'Unpack it, and open one of the files in it.'],
  utf16: [() => 'Its text is in UTF-16.', 'Save it as UTF-8 and open it again.'],
  html: [
    () => 'It is a web page, probably one that was saved in place of the file.',
    'Download the file itself (on the Hub: the download button, not the view) and open that.',
  ],
  lfs_pointer: [
    () => 'It is a Git LFS pointer: a note of three lines where the file should be.',
    'Fetch the real file (git lfs pull, or the download button on the Hub) and open that.',
  ],
  not_parquet: [
    () => 'It is named parquet, and is something else.',
    'Check what the file is, and give it the name that fits.',
  ],
  broken_gzip: [(detail) => `Unpacking it fails${because(detail)}: it is cut short or damaged.`, 'Download it again.'],
  broken_json: [
    (detail) => `It is not valid JSON${because(detail)}.`,
    'Mend it at that place. As JSON Lines, one record a line, the good lines of a damaged file could be used.',
  ],
  broken_parquet: [
    (detail) => `Its parquet content cannot be read${because(detail)}.`,
    'Download it again, or save it anew.',
  ],
  parquet_codec: [
    (detail) =>
      `Its pages are packed with ${detail || 'an unknown codec'}; Snappy, gzip and unpacked pages can be read.`,
    'Save it with Snappy (the default of pandas and of the Hub). For a Hub set, the revision refs/convert/parquet has such files.',
  ],
};

const because = (detail: string) => (detail === '' ? '' : ` (${detail})`);

/** What goes wrong with rows, and with judging them. */
export const dataErrors = {
  DATA_NOT_FOUND: {
    title: () => 'The preference data is not here.',
    why: () =>
      'This experiment uses rows from someone’s own file, or a bundled set that did not arrive. Rows never travel in a link.',
    next: () => 'Open the file with the rows, or choose a bundled set.',
  },
  DATA_LINE_INVALID: {
    title: (data) => `Line ${shown(data, 'line', '?')} of the data cannot be used.`,
    why: (data) =>
      `Found ${shown(data, 'found', 'something else')}, expected ${shown(data, 'expected', 'a JSON object with prompt, chosen and rejected')}.`,
    next: () => 'Mend the line and open the file again.',
  },
  DATA_NO_PAIRS: {
    title: () => 'There are too few usable preference pairs.',
    why: (data) =>
      `Found ${shown(data, 'found', '0')} lines with a prompt, a chosen and a rejected answer that differ; ${shown(data, 'needed', 'a few more')} are needed.`,
    next: () => 'Each line should be a JSON object such as {"prompt": "…", "chosen": "…", "rejected": "…"}.',
  },
  DATA_TOO_LARGE: {
    title: () => 'The file is too large for this page.',
    why: (data) =>
      `It has ${bytes(data, 'found', 'too many bytes')}, unpacked where it is packed; the limit is ${bytes(data, 'most', '128 MB')}.`,
    next: () =>
      'Take a part of it (of a Hub set, another of its files): a few thousand pairs are plenty for a small model.',
  },
  DATA_HASH_MISMATCH: {
    title: () => 'The rows that this experiment uses are not here.',
    why: (data) =>
      `It was made with someone’s own file (fingerprint ${shown(data, 'wanted', 'unknown').slice(0, 8)}…), and no file opened here has these rows. Rows never travel in a link.`,
    next: () => 'Open that file, or go on with yours as a new experiment.',
  },
  DATA_RELATION_MISSING: {
    title: () => 'The data lacks what this objective needs beyond pairs.',
    why: (data) =>
      `The row with the prompt “${shown(data, 'row', '…')}” has no usable ${shown(data, 'relation', 'field for it')}, and that cannot be worked out from the pair.`,
    next: (data) =>
      data.world !== undefined
        ? `The world “${shown(data, 'world', '')}” has none. Choose another objective, or a set of ${shown(data, 'relation', '').startsWith('synthesised') ? '“multi_ins”, which has it' : '“style”, which has what most objectives need'}.`
        : `Add ${shown(data, 'relation', 'the field')} to every line of the file and open it again, choose a bundled set, which has all of them, or another objective.`,
  },
  JUDGE_UNAVAILABLE: {
    title: (data) => `The judge “${judges.options[shown(data, 'judge', '')] ?? 'chosen'}” cannot judge these rows.`,
    why: (data) => judges.obstacles[shown(data, 'reason', '')] ?? 'It needs something that these rows do not have.',
    next: () => 'Choose another judge under Judges: length, implicit reward and reward model work with any rows.',
  },
  DATA_UNREADABLE: {
    title: (data) => `${shown(data, 'name', 'The file')} cannot be read as preference data.`,
    why: (data) =>
      UNREADABLE[shown(data, 'reason', '')]?.[0](shown(data, 'detail', '')) ??
      'Its content is of no format known here.',
    next: (data) =>
      UNREADABLE[shown(data, 'reason', '')]?.[1] ?? 'Open JSON Lines, JSON, CSV or parquet, as it is or gzipped.',
  },
  DATA_UNPAIRED: {
    title: () => 'These rows are single answers, and this objective compares pairs.',
    why: (data) =>
      `In ${shown(data, 'count', 'some')} of ${shown(data, 'rows', 'the')} rows the good and the bad answer are to different prompts.`,
    next: () =>
      'Choose an objective from “Single answers, good or bad” or “Imitation of chosen answers”, or data with two answers to each prompt.',
  },
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
