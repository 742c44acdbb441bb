import type { Shape } from '../types.ts';
import { alpacaEval } from './alpacaEval.ts';
import { dialogues } from './dialogues.ts';
import { instructionPairs } from './instructionPairs.ts';
import { llmbar } from './llmbar.ts';
import { messagePairs } from './messagePairs.ts';
import { pairs } from './pairs.ts';
import { pandalm } from './pandalm.ts';
import { promptsOnly } from './promptsOnly.ts';
import { ranked } from './ranked.ts';
import { sharegpt } from './sharegpt.ts';
import { stepTraces } from './stepTraces.ts';
import { ultrafeedback } from './ultrafeedback.ts';
import { ultrafeedbackScored } from './ultrafeedbackScored.ts';
import { unpaired } from './unpaired.ts';

/**
 * Every shape, in the order in which they are asked: those whose fields say more come first. `pairs` stands before all whose
 * fields may occur beside a pair as its relations (`ranking`), so that such a file is read as it always was.
 */
export const SHAPES: readonly Shape[] = [
  ultrafeedback,
  stepTraces,
  pairs,
  messagePairs,
  sharegpt,
  dialogues,
  pandalm,
  llmbar,
  alpacaEval,
  unpaired,
  ultrafeedbackScored,
  ranked,
  instructionPairs,
  promptsOnly,
];
