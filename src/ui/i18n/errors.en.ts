import { CUSTOM_LOSS, type EngineErrorCode, type ErrorData } from '../../engine/index.ts';
import { judges } from './judges.en.ts';
import { formatBytes } from './numbers.ts';

/** What a person reads when something fails: what happened, why, what to do next. One for every code; tested. */
export interface ErrorSentences {
  readonly title: (data: ErrorData) => string;
  readonly why: (data: ErrorData) => string;
  readonly next: (data: ErrorData) => string;
}

/** A reason code as words. */
const words = (data: ErrorData, key: string, otherwise: string): string =>
  shown(data, key, otherwise).replaceAll('_', ' ');

const shown = (data: ErrorData, key: string, otherwise: string): string => {
  const value = data[key];
  return value === undefined || value === null || value === '' ? otherwise : String(value);
};

const bytes = (data: ErrorData, key: string, otherwise: string): string =>
  typeof data[key] === 'number' ? formatBytes(data[key]) : otherwise;

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

export const ERRORS: Readonly<Record<EngineErrorCode, ErrorSentences>> = {
  BACKEND_UNAVAILABLE: {
    title: () => 'This browser offers nothing to compute on.',
    why: () => 'Neither WebGPU nor WebAssembly could be opened.',
    next: () =>
      'Open the page in a current version of Chrome, Edge, Firefox or Safari. The recorded run works everywhere.',
  },
  BACKEND_FAILED: {
    title: () => 'The computation stopped unexpectedly.',
    why: () => 'The compute backend reported a fault that this page did not expect; the details hold what it said.',
    next: () =>
      'Try it again on another backend. If it fails there too, it is a fault of this page: please report the details.',
  },
  SHADER_INVALID: {
    title: (data) => `A GPU program was refused: ${shown(data, 'kernel', 'unnamed')}.`,
    why: () => 'The graphics driver of this device did not accept it. That is a fault of this page, not yours.',
    next: () => 'Run it on WebAssembly instead, and report the diagnostics if you can.',
  },
  GPU_LOST: {
    title: () => 'The browser took the GPU away.',
    why: () => 'This happens after a driver reset, when memory runs short, or when a tab rests for a long time.',
    next: () => 'Reload the page: it offers to go on from the last snapshot.',
  },
  OUT_OF_MEMORY: {
    title: () => 'The device ran out of memory.',
    why: () => 'The model, its gradients and the log-probabilities of a batch did not fit together.',
    next: () => 'Lower the batch size or the maximum length, or take the smaller model.',
  },
  LIMIT_BUFFER: {
    title: () => 'A buffer is larger than this device allows.',
    why: (data) =>
      `${shown(data, 'buffer', 'A buffer')} needs ${shown(data, 'needed', 'more')} bytes; the device offers ${shown(data, 'available', 'fewer')} (${shown(data, 'limit', 'its limit')}).`,
    next: () => 'Lower the batch size or the maximum length.',
  },
  MODEL_NOT_FOUND: {
    title: () => 'The model could not be loaded.',
    why: (data) =>
      `The file ${shown(data, 'path', 'of the model')} did not arrive: ${
        data.status === 0 || data.status === undefined ? 'the network failed' : `the server answered ${data.status}`
      }.`,
    next: () => 'Choose a bundled model, or check the connection and press Play again.',
  },
  MODEL_CONFIG_INVALID: {
    title: () => 'The model’s config.json cannot be read.',
    why: (data) =>
      `Field ${shown(data, 'field', '(unknown)')}: found ${shown(data, 'found', 'nothing')}, expected ${shown(data, 'wanted', 'another value')}.`,
    next: () => 'Mend the file, or choose a bundled model.',
  },
  MODEL_CONFIG_UNSUPPORTED: {
    title: () => 'This model has a part that this page does not know.',
    why: (data) =>
      `Field ${shown(data, 'field', '(unknown)')} is ${shown(data, 'value', 'unusual')}; the decoder supports ${shown(data, 'supported', 'the Llama family')}.`,
    next: () => 'Choose a model of the Llama family.',
  },
  TENSOR_MISSING: {
    title: (data) => `The weights lack the tensor ${shown(data, 'tensor', '(unnamed)')}.`,
    why: () => 'config.json promises it, the safetensors file does not hold it.',
    next: () => 'Check that both files belong to the same model.',
  },
  TENSOR_SHAPE: {
    title: (data) => `The tensor ${shown(data, 'tensor', '(unnamed)')} has another shape than promised.`,
    why: (data) =>
      `Found ${shown(data, 'found', 'another shape')}, expected ${shown(data, 'wanted', 'the one in config.json')}.`,
    next: () => 'Check that config.json and the weights belong to the same model.',
  },
  SAFETENSORS_INVALID: {
    title: () => 'The weights file is not valid safetensors.',
    why: (data) => `What is wrong: ${words(data, 'reason', 'its header cannot be read')}.`,
    next: () => 'Download the file again; it may be cut short.',
  },
  TOKENIZER_INVALID: {
    title: () => 'The tokenizer cannot be read.',
    why: (data) => `What is wrong: ${words(data, 'reason', 'tokenizer.json is not in the expected form')}.`,
    next: () => 'Choose a bundled model.',
  },
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
  HUB_NAME_INVALID: {
    title: () => 'That is no name of a Hub set.',
    why: (data) => `“${shown(data, 'dataset', '')}” is neither owner/name nor the address of a set.`,
    next: () => 'Copy the name from the set’s page, as in Anthropic/hh-rlhf.',
  },
  HUB_GATED: {
    title: (data) => `The Hub does not give ${shown(data, 'dataset', 'this set')} to everybody.`,
    why: (data) =>
      `It answered ${shown(data, 'status', '401')}: the set is gated, private, or not there under this name. This page has no account.`,
    next: () =>
      'Check the name. If you have access, download a file of it on the Hub’s own page and open that file here; else choose a set that is open.',
  },
  HUB_NOT_FOUND: {
    title: (data) =>
      `The Hub has no ${shown(data, 'dataset', 'such set')} at ${shown(data, 'revision', 'that revision')}.`,
    why: (data) =>
      `It answered ${shown(data, 'status', '404')}: the name, the revision or the file is wrong, or it was removed.`,
    next: () => 'Check the name and the revision; “main” is the newest.',
  },
  HUB_RATE_LIMIT: {
    title: () => 'The Hub asks to wait.',
    why: () => 'It got more requests from your network than it answers without an account (429).',
    next: (data) =>
      data.seconds === undefined || data.seconds === null
        ? 'Try again in a few minutes, or open a file that you have.'
        : `Try again in ${data.seconds} seconds, or open a file that you have.`,
  },
  HUB_OFFLINE: {
    title: () => 'The Hub could not be reached.',
    why: () => 'The network failed, or something between here and huggingface.co blocks it.',
    next: () =>
      'Check the connection and try again. Files that were fetched before are kept in this browser; bundled sets need no network.',
  },
  HUB_FAILED: {
    title: () => 'The Hub answered with an error.',
    why: (data) => `Its answer (${shown(data, 'status', 'unknown')}) is none that this page can use.`,
    next: () => 'Try again later, or download the file on the Hub’s own page and open it here.',
  },
  HUB_NO_FILES: {
    title: (data) => `${shown(data, 'dataset', 'The set')} holds no file that this page reads.`,
    why: (data) =>
      `It has ${shown(data, 'others', 'only')} other files; JSON Lines, JSON, CSV and parquet can be read.`,
    next: () => 'Try the revision refs/convert/parquet: the Hub keeps a parquet copy of many sets there.',
  },
  HUB_DAMAGED: {
    title: (data) => `${shown(data, 'path', 'The file')} did not arrive as the Hub describes it.`,
    why: () =>
      'Its size or its SHA-256 differs from the one in the list: the download was cut, or the file changed meanwhile.',
    next: () => 'List the files again and fetch it once more.',
  },
  LINK_INVALID: {
    title: () => 'This link could not be understood.',
    why: (data) => `Field ${shown(data, 'key', '(unknown)')} does not make sense.`,
    next: () => 'The defaults are shown instead.',
  },
  LINK_NEWER: {
    title: () => 'This link was made with a newer version of the page.',
    why: () => 'Some of its settings may mean something that this version does not know.',
    next: () => 'Reload to get the newest version. The link is kept as it came.',
  },
  LINK_TOO_LONG: {
    title: () => 'This link is too long.',
    why: (data) => `It has ${shown(data, 'length', 'too many')} characters; links of this page stay far below that.`,
    next: () => 'The defaults are shown instead.',
  },
  EXPERIMENT_INVALID: {
    title: () => 'This experiment cannot be run.',
    why: (data) =>
      `Setting ${shown(data, 'field', '(unknown)')} is ${shown(data, 'value', 'odd')}, which means nothing here.`,
    next: () => 'Change the setting, then press Play.',
  },
  METHOD_NEEDS_SAMPLING: {
    title: () => 'This objective learns from answers drawn while it trains.',
    why: (data) =>
      `${shown(data, 'method', 'It')} compares the policy’s own fresh answers, and this page trains on given ones so far. Its formula and shape are those of the reference code.`,
    next: () => 'Look at its shape and formula, or choose an objective from another group to train.',
  },
  LOSS_NOT_FINITE: {
    title: (data) => `The loss became infinite${data.step === undefined ? '' : ` at step ${data.step}`}.`,
    why: (data) =>
      data.loss === CUSTOM_LOSS
        ? 'Your expression has no value for some pair, as the log of 0 or of a negative number has none; or the learning rate is too high.'
        : 'The learning rate is most likely too high for this objective: one update was so large that the next one had no meaning.',
    next: (data) =>
      data.loss === CUSTOM_LOSS
        ? 'Change the expression where it may have no value (policy and reference agree at first: delta is 0), or go on at half the learning rate.'
        : 'Rewind and go on at half the learning rate.',
  },
  LOSS_DIVERGED: {
    title: (data) => `The run is diverging${data.step === undefined ? '' : ` (step ${data.step})`}.`,
    why: (data) =>
      `${shown(data, 'metric', 'The loss')} has left the range in which anything is learnt. A learning rate that is too high is the usual cause.`,
    next: () => 'Rewind and go on at half the learning rate.',
  },
  STORAGE_FULL: {
    title: () => 'This browser’s storage is full.',
    why: () => 'Snapshots can no longer be saved, so a reload could not resume this run.',
    next: () => 'The run goes on. To save snapshots again, delete stored data of this site or free disk space.',
  },
  SNAPSHOT_MISSING: {
    title: () => 'There is no snapshot to go back to.',
    why: () => 'It was deleted, or storage was never allowed.',
    next: () => 'Reset starts again from step 0 with the same seed.',
  },
  PROTOCOL: {
    title: () => 'The page and its engine do not understand each other.',
    why: (data) => `${shown(data, 'detail', 'They come from two versions, probably because one was cached')}.`,
    next: () => 'Reload the page.',
  },
};
