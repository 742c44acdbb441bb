import { CUSTOM_LOSS, type EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown } from './errorWords.ts';

/** What goes wrong while a run goes. */
export const runErrors = {
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
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
