import type {
  DataKind,
  DataNote,
  DataProblem,
  DataRenaming,
  DataReport,
  ImportFormat,
  ShapeId,
} from '../../engine/index.ts';
import { formatBytes, formatCount, formatPercent, formatWhole } from './numbers.ts';

/** What each layout is called, and what fields make it. */
const SHAPES: Readonly<Record<ShapeId, readonly [label: string, fields: string]>> = {
  pairs: ['Pairs', 'prompt, chosen, rejected as texts'],
  message_pairs: ['Pairs of message lists', 'chosen and rejected as messages, the prompt before or beside them'],
  dialogues: ['Whole dialogues (hh-rlhf)', 'chosen and rejected, alike up to the last answer'],
  ultrafeedback: ['UltraFeedback, binarised', 'pairs with the scores of both answers'],
  ultrafeedback_scored: ['UltraFeedback, scored', 'instruction and completions with scores: best against worst'],
  sharegpt: ['ShareGPT ranking', 'conversations, then a chosen and a rejected message'],
  llmbar: ['LLMBar', 'input, output_1, output_2, label 1 or 2'],
  pandalm: ['PandaLM', 'instruction, response1, response2, and annotators of whom most decide'],
  alpaca_eval: ['AlpacaEval', 'instruction, output_1, output_2, preference from 1 to 2'],
  unpaired: ['Single answers (KTO)', 'prompt and completion, or messages, with label true or false'],
  ranked: ['Ranked lists', 'several answers with scores or ranks: best against worst'],
  step_traces: ['Step-annotated traces', 'steps with labels, or the next step chosen and rejected'],
  instruction_pairs: ['Instruction with pairs', 'instruction or question, input, chosen, rejected'],
  prompts: ['Prompts alone', 'prompt, without answers'],
};

const FORMATS: Readonly<Record<ImportFormat, string>> = {
  jsonl: 'JSON Lines',
  json: 'JSON',
  csv: 'CSV',
  parquet: 'parquet',
};

/** Why records were left out, after their number. */
const REASONS: Readonly<Record<string, string>> = {
  not_json: 'no JSON',
  not_object: 'no object with fields',
  missing_field: 'a field is missing',
  wrong_type: 'a field holds something else than it should',
  empty_text: 'an answer is empty',
  identical: 'both answers are the same',
  too_long: 'a text is too long',
  too_few: 'fewer than two different answers',
  out_of_range: 'a number is out of range',
  tie: 'a tie: no answer is better',
  diverges_early: 'the dialogues part before the last answer',
  no_answer: 'no answer by the assistant at the end',
  no_question: 'the dialogue does not end before an answer',
  unknown_role: 'an unknown speaker',
  not_text: 'something else than text in a message',
  no_partner: 'more good than bad answers, or more bad than good ones',
  contradicted: 'the same answer is called good and bad',
  no_parting: 'no step with a right and a wrong continuation',
  csv_cells: 'more or fewer cells than the header',
  csv_quotes: 'behind a quote that never closes',
  beyond_limit: 'beyond the number of records that are read',
};

const NOTES: Readonly<Record<DataNote['note'], (count: string) => string>> = {
  equal_scores: (count) => `Both answers have the same score in ${count}: the label stands.`,
  scores_disagree: (count) => `The rejected answer has the higher score in ${count}: the label stands.`,
  spelled_out: (count) => `An answer is true, false or a number in ${count}: taken as it is spelled.`,
  list_shortened: (count) => `Empty or repeated answers, or more than 16, left the list of ${count}.`,
  majority: (count) => `Annotators differ in ${count}: most of them decide.`,
};

const place = (format: ImportFormat, line: number) => `${format === 'jsonl' ? 'Line' : 'Record'} ${line}`;
const records = (count: number) => formatCount(count, 'record', 'records');

const listed = (names: readonly string[]) =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
const inWords = (parts: readonly string[]) => parts.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** The parts of a pair. */
const PARTS: Readonly<Record<DataRenaming['to'][number], string>> = {
  prompt: 'the prompt',
  chosen: 'the better answer',
  rejected: 'the worse answer',
};

export const dataTexts = {
  title: 'Your own data',
  bring: 'Drop, paste or fetch rows: below',
  drop: 'Drop a file here, or',
  choose: 'Choose a file',
  paste: 'Paste rows',
  pasteLabel: 'JSON Lines (one object with prompt, chosen and rejected per line), JSON, or CSV with a header',
  usePaste: 'Read these rows',
  format: '{"prompt": "…", "chosen": "…", "rejected": "…"}',
  formats: 'JSON Lines, JSON, CSV or parquet, each also gzipped. Other layouts are recognised by their fields.',
  local: 'Stays in this browser.',
  reading: 'Reading the rows',
  report: (accepted: number, read: number, name: string) =>
    `${formatWhole(accepted)} of ${formatCount(read, 'row', 'rows')} of ${name} can be used.`,
  chosenLonger: (share: number) => `The chosen answer is the longer one in ${formatPercent(share)} of them.`,
  left: (count: number) => `${formatCount(count, 'row was', 'rows were')} left out`,
  reason: (problem: string, count: number) =>
    `${formatWhole(count)}: ${REASONS[problem] ?? problem.replaceAll('_', ' ')}`,
  omitted: (count: number) => `and ${formatWhole(count)} more`,
  problem: (format: ImportFormat, problem: DataProblem) =>
    `${place(format, problem.line)}${problem.field === null ? '' : `, ${problem.field}`}: found ${problem.found === '' ? 'nothing' : `“${problem.found}”`}, expected ${problem.expected}.`,
  note: (format: ImportFormat, { note, count, line }: DataNote) =>
    `${NOTES[note](records(count))} First: ${place(format, line).toLowerCase()}.`,
  wanted: (hash: string) =>
    `This experiment uses the rows of someone’s own file (fingerprint ${hash.slice(0, 8)}…). Open that file to run it.`,
  mismatch: (found: string, wanted: string) =>
    `This file has the fingerprint ${found.slice(0, 8)}…, the link asks for ${wanted.slice(0, 8)}…, so curves will differ from the sender’s.`,
  useAnyway: 'Use this file instead',
  use: 'Use these rows',
  inUse: 'In use',
  shape: 'Read as',
  shapes: SHAPES,
  guess: ({ format, gzipped, isGuess, isRecognised, fields, unread, kind }: DataReport) => {
    const file = `${FORMATS[format]}${gzipped ? ', gzipped' : ''}`;
    if (fields.length === 0) {
      return 'Nothing in it is a record with fields: it is no JSON, CSV with a header or parquet, and no line of it is a JSON object. Open a file of one of these formats.';
    }
    if (!isRecognised) {
      return `${file}. The fields (${listed(fields)}) are of no layout that is known here: choose how to read them, or rename them.`;
    }
    const known = isGuess ? fields.filter((name) => !unread.includes(name)) : fields;
    const next = kind === 'prompts' ? 'Is it something else? Choose' : 'Look at the rows, then use them or choose';
    return `${file}, recognised by the fields ${listed(known)}. ${next} another reading.`;
  },
  unread: (names: readonly string[]) => `Left unread: ${listed(names)}.`,
  renaming: ({ from, to }: DataRenaming) => {
    const are = `${listed(from)} ${from.length === 1 ? 'holds texts' : 'hold texts'}`;
    const parts = inWords(to.map((name) => PARTS[name]));
    const where =
      from.length === 1 ? `If that is ${parts}` : `If ${parts} ${to.length === 1 ? 'is' : 'are'} among them`;
    return `${are}. ${where}, give ${to.length === 1 ? 'it the name' : 'them the names'} ${inWords(to)} in the file and open it again: then these are pairs.`;
  },
  kinds: {
    pairs: () => null,
    answers: (rows: number, across: number) =>
      `Single answers, a good and a bad one to a row: ${formatCount(rows, 'row', 'rows')}` +
      (across === 0
        ? ', each to one prompt.'
        : `, ${formatWhole(across)} of them to two prompts. Train them with an objective for single answers (KTO, BCO, …) or of imitation.`),
    prompts: () =>
      'Prompts without answers: to look at and to ask the policy. The objectives here train on given answers, so these cannot be used for a run.',
  } satisfies Readonly<Record<DataKind, (rows: number, across: number) => string | null>>,
  figures: 'The rows in numbers',
  figure: {
    rows: 'rows',
    longer: 'chosen is longer',
    equal: 'as long as rejected',
    characters: 'mean characters, chosen / rejected',
    duplicates: 'repeat an earlier row',
    opposites: 'have an earlier row’s answers the other way round',
  },
  share: (count: number, of: number) => (of === 0 ? '0' : `${formatWhole(count)} (${formatPercent(count / of)})`),
  tokens: 'Tokens',
  tokenColumns: ['', 'median', '95 %', 'longest'],
  tokenSides: { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' },
  measuring: 'Counting tokens',
  truncation: (truncated: number, cut: number, measured: number, maxLength: number, model: string) =>
    `By the tokenizer of ${model}, on ${formatWhole(measured)} rows. Beyond ${formatWhole(maxLength)} tokens (maximum length): ` +
    `${formatWhole(truncated)} of them (${formatPercent(truncated / Math.max(1, measured))})` +
    `${truncated === 0 ? '.' : `, of which ${formatWhole(cut)} lose the end of an answer.`}`,
  look: 'Look at the rows',
  rowsTitle: (name: string) => `Rows of ${name}`,
  rowNumber: (index: number, count: number) => `Row ${formatWhole(index)} of ${formatWhole(count)}`,
  previousRows: 'Previous rows',
  nextRows: 'Next rows',
  jump: 'Go to row',
  side: {
    prompt: 'prompt',
    rejectedPrompt: 'prompt of the rejected answer',
    chosen: 'chosen',
    rejected: 'rejected',
    ranking: (count: number) => `ranking of ${formatWhole(count)}`,
    score: (score: string) => `score ${score}`,
  },
  ask: 'Ask the policy',
  askHint: 'Its answer stands under “What the policy says now”, once a run is prepared',
  hub: {
    title: 'From the Hugging Face Hub',
    dataset: 'Set',
    datasetHint: 'owner/name, or its address',
    revision: 'Revision',
    list: 'List its files',
    privacy:
      'Asks huggingface.co when you press a button, without an account. It learns the set’s name and your IP address; nothing else leaves this device.',
    listing: 'Asking for the list of files',
    files: (count: number, others: number, dataset: string, revision: string) =>
      `${formatCount(count, 'file', 'files')} of ${dataset} at ${revision} can be read${
        others === 0 ? '' : `, ${formatCount(others, 'other', 'others')} cannot`
      }.`,
    file: 'File',
    option: (path: string, bytes: number) => `${path} (${formatBytes(bytes)})`,
    fetch: 'Fetch this file',
    cancel: 'Cancel',
    progress: (loaded: number, total: number, isCached: boolean) =>
      isCached ? 'Taken from this browser' : `${formatBytes(loaded)} of ${formatBytes(total)}`,
  },
};
