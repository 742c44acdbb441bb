import type { EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown } from './errorWords.ts';

/** What goes wrong with a link or the experiment that it describes. */
export const experimentErrors = {
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
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
