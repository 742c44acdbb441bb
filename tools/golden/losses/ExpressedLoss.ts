import { methodById } from '../../../src/engine/methods/index.ts';
import type { ObjectiveArrays } from '../../../src/engine/methods/objective.ts';
import type { Hyperparameters, MethodDefinition } from '../../../src/engine/methods/types.ts';
import { type GoldenCase, Unknown } from '../types.ts';
import type { Settings } from './Settings.ts';

/** A case's loss in our methods' terms. */
export interface ExpressedLoss {
  readonly method: MethodDefinition;
  readonly hyper: Hyperparameters;
  /** What our logged reward of a completion of so many tokens is multiplied by to follow the reference's convention. */
  readonly rewardScale: (length: number) => number;
  /** What loss and gradient are multiplied by to follow the reference, which divides by its micro-batches. */
  readonly lossScale: number;
  /** The reference leaves out the likelihood term that the method adds over prompt and completion (ORPO). */
  readonly withoutFullNll: boolean;
  /** What the case gives beyond log-probs: columns, another policy's log-probs, running statistics. */
  readonly complete: (arrays: ObjectiveArrays) => ObjectiveArrays;
}

/** How a golden loss is one of our methods. Reads every setting it knows: `expressLoss` refuses a case with one left over. */
export type Expression = (settings: Settings, golden: GoldenCase) => ExpressedLoss;

/** @throws Unknown where there is no such method */
export function expressed(
  of: string | MethodDefinition,
  hyper: Hyperparameters,
  options: Partial<ExpressedLoss> = {},
): ExpressedLoss {
  const method = typeof of === 'string' ? methodById(of) : of;
  if (!method) throw new Unknown(`no method '${of}'`);
  return {
    method,
    hyper,
    rewardScale: () => 1,
    lossScale: 1,
    withoutFullNll: false,
    complete: (arrays) => arrays,
    ...options,
  };
}

/** TRL lists its loss types: the loss by itself is one alone. @throws Unknown */
export function only(settings: Settings, type: string): void {
  const types = settings.list('loss_types');
  if (types !== undefined && (types.length !== 1 || types[0] !== type)) {
    throw new Unknown(`loss_types ${JSON.stringify(types)}`);
  }
}

/** For references that log average rewards. */
export function perToken(length: number): number {
  return 1 / Math.max(length, 1);
}
