import { evaluateObjective, type ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { objectiveTensors } from '../../src/engine/methods/objectiveTensors.ts';
import { tensorOperations } from '../../src/kernels/index.ts';
import type { ExpressedLoss } from './losses/ExpressedLoss.ts';

/** What either evaluation of a loss gives; the gradient is by token log-probs [N, T] or by logits [N, T, V]. */
export interface Evaluated {
  readonly loss: number;
  readonly losses: Float64Array;
  readonly chosenRewards: Float64Array;
  readonly rejectedRewards: Float64Array;
  readonly gradient: Float64Array;
  /** By each token's KL(π_ref ‖ π), where the method reads it. [N, T] */
  readonly klGradient: Float64Array | null;
}

/** Loss and gradient as the reference scales them. */
export function scaled<T extends Pick<Evaluated, 'loss' | 'gradient'>>(evaluated: T, { lossScale }: ExpressedLoss): T {
  const gradient = evaluated.gradient.map((value) => value * lossScale);
  return { ...evaluated, loss: evaluated.loss * lossScale, gradient };
}

/** The path that trains: float64 with our own reverse mode. */
export function evaluateInFloat64({ method, hyper }: ExpressedLoss, arrays: ObjectiveArrays): Evaluated {
  const { tokenGradients, klGradients, ...rest } = evaluateObjective(method, arrays, hyper);
  return { ...rest, gradient: tokenGradients, klGradient: klGradients };
}

/** The same objective on TF.js tensors, with the gradient of TF.js's tape. */
export function evaluateOnTensors({ method, hyper }: ExpressedLoss, arrays: ObjectiveArrays): Evaluated {
  const { results, gradient } = tensorOperations.gradient(
    (tokenLogps) => objectiveTensors(method, arrays, hyper, tensorOperations, tokenLogps),
    arrays.tokenLogps,
    [arrays.sequences, arrays.tokens],
  );
  return { ...results, loss: results.loss[0] ?? Number.NaN, gradient, klGradient: null };
}
