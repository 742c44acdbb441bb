import type { TrlValue } from './types.ts';

/**
 * Arguments of TRL's DPOTrainer for (1 − ε) s(βΔ) + ε s(−βΔ) with s = −log σ, which no loss_type of its own has. Its 'robust'
 * with label_smoothing ¼ is (¾ s(βΔ) − ¼ s(−βΔ)) / ½; (1 + 2ε) times 'sigmoid' minus 2ε times that is the sum asked for.
 *
 * @param epsilon label smoothing ε, in [0, 0.5]
 */
export function smoothedArguments(beta: number, epsilon: number): Readonly<Record<string, TrlValue>> {
  return {
    loss_type: ['sigmoid', 'robust'],
    loss_weights: [1 + 2 * epsilon, -2 * epsilon],
    label_smoothing: 0.25,
    beta,
  };
}
