import { collate } from '../data/collate.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import type { MethodNeeds } from '../methods/types.ts';
import type { TrainingTokens } from '../protocol.ts';
import { randomStream } from './rng.ts';

/** What of an experiment sets how many rows a step has. */
interface StepRows {
  readonly per_device_train_batch_size: number;
  readonly gradient_accumulation_steps: number;
}

const PAIRS: MethodNeeds = { relation: 'pair', references: [], reduction: 'sum' };

/**
 * How many tokens a step trains on, over all rows of the set: what the method reads, and what the same rows' pairs would be.
 * Prompt and answer tokens of every sequence that gradients go through. Of data and settings alone, so that every machine
 * counts the same.
 *
 * @param contextLength of the model
 */
export function tokensPerStep(
  rows: readonly TokenizedRow[],
  needs: MethodNeeds,
  contextLength: number,
  { per_device_train_batch_size, gradient_accumulation_steps }: StepRows,
): TrainingTokens {
  const perRow = (of: MethodNeeds) => {
    let tokens = 0;
    for (const row of rows) {
      // `uniform` is drawn for nothing: only lengths are looked at. Sequences that are scored only need rows beside this one.
      const sides = of.sides?.filter((side) => side !== 'mismatched') ?? [];
      const { sequences } = collate([row], { ...of, sides }, contextLength, { random: randomStream(0, 'tokens') });
      tokens += sequences.reduce((sum, { ids }) => sum + ids.length, 0);
    }
    return tokens / Math.max(1, rows.length);
  };
  const rowsPerStep = per_device_train_batch_size * gradient_accumulation_steps;
  return { perStep: perRow(needs) * rowsPerStep, pairsPerStep: perRow(PAIRS) * rowsPerStep };
}
