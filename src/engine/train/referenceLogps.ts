import type { ParameterStore } from '../../kernels/index.ts';
import type { TokenizedSequence } from '../data/tokenizeRow.ts';
import type { PlanCache } from '../model/PlanCache.ts';
import { scoreSequences } from '../model/scorer.ts';

/**
 * Per-token log-probs under the frozen reference, computed when a sequence is first needed and kept: training never waits
 * for the whole set. The key is the model file's hash and the sequence itself, so a cache outlives runs and never mixes.
 */
export class ReferenceLogps {
  readonly #known = new Map<string, Map<string, Float32Array>>();

  /** Sequence i gives its n−1 log-probs (tokens 1..n−1), nats. */
  async of(
    sequences: readonly TokenizedSequence[],
    modelHash: string,
    plans: PlanCache,
    reference: ParameterStore,
  ): Promise<Float32Array[]> {
    const known = this.#known.get(modelHash) ?? new Map<string, Float32Array>();
    this.#known.set(modelHash, known);
    const keys = sequences.map(({ ids }) => ids.join());
    const missing = [...new Set(keys.map((key, i) => (known.has(key) ? -1 : i)).filter((i) => i >= 0))];
    const scores = await scoreSequences(
      plans,
      reference,
      missing.map((i) => sequences[i]?.ids ?? []),
    );
    missing.forEach((i, j) => {
      const score = scores[j];
      if (score) known.set(keys[i] ?? '', score.logps);
    });
    return keys.map((key) => known.get(key) ?? new Float32Array(0));
  }
}
