import type { Judge } from './types.ts';

/** Sum of log-probs of a completion after its prompt, nats. [N] each */
export type CompletionLogps = (
  prompts: readonly string[],
  completions: readonly string[],
) => Promise<{ readonly policy: Float64Array; readonly reference: Float64Array }>;

/** The policy's own implicit reward β(ℓ − ℓ_ref), under its weights at the time of asking (arXiv 2305.18290). */
export function implicitJudge(logps: CompletionLogps, beta: number): Judge {
  return {
    id: 'implicit',
    kind: 'policyImplicit',
    async score(prompts, completions) {
      const { policy, reference } = await logps(prompts, completions);
      return policy.map((logp, i) => beta * (logp - (reference[i] ?? Number.NaN)));
    },
  };
}
