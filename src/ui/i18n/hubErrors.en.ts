import type { EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown } from './errorWords.ts';

/** What goes wrong between the page and the Hugging Face Hub. */
export const hubErrors = {
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
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
