import type { EngineErrorCode } from '../../engine/index.ts';
import { backendErrors } from './backendErrors.en.ts';
import { dataErrors } from './dataErrors.en.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown } from './errorWords.ts';
import { experimentErrors } from './experimentErrors.en.ts';
import { hubErrors } from './hubErrors.en.ts';
import { modelErrors } from './modelErrors.en.ts';
import { runErrors } from './runErrors.en.ts';

/** By code. The type asks for every one, and a test for every reason. */
export const ERRORS: Readonly<Record<EngineErrorCode, ErrorSentences>> = {
  ...backendErrors,
  ...modelErrors,
  ...dataErrors,
  ...hubErrors,
  ...experimentErrors,
  ...runErrors,
  PROTOCOL: {
    title: () => 'The page and its engine do not understand each other.',
    why: (data) => `${shown(data, 'detail', 'They come from two versions, probably because one was cached')}.`,
    next: () => 'Reload the page.',
  },
};
