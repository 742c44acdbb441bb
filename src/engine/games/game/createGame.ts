import { randomStream } from '../../train/rng.ts';
import type { PreferenceGame } from './types.ts';

export type MatrixKind = 'random' | 'cyclic' | 'transitive';

/**
 * A game from a seed. `random`: P(i ≻ j) uniform. `cyclic`: each action surely beats the next ⌊(K−1)/2⌋ around a circle, for K = 3
 * rock, paper, scissors; opposite ones of an even K tie. `transitive`: Bradley–Terry over standard normal strengths, so that a
 * best action exists. The reference's logits are standard normal: it is not the equilibrium.
 *
 * @param actions K ≥ 2
 */
export function createGame(kind: MatrixKind, actions: number, beta: number, seed: number): PreferenceGame {
  if (!Number.isInteger(actions) || actions < 2) throw new RangeError(`a game needs 2 actions or more, got ${actions}`);
  const reference = randomStream(seed, 'game_reference');
  return {
    preferences: matrix(kind, actions, seed),
    referenceLogits: Float64Array.from({ length: actions }, () => reference.normal()),
    beta,
  };
}

function matrix(kind: MatrixKind, actions: number, seed: number): Float64Array[] {
  const stream = randomStream(seed, 'game_matrix');
  const preferences = Array.from({ length: actions }, () => new Float64Array(actions).fill(0.5));
  const strengths = Array.from({ length: actions }, () => stream.normal());
  for (let i = 0; i < actions; i++) {
    for (let j = i + 1; j < actions; j++) {
      const wins =
        kind === 'random'
          ? stream.uniform()
          : kind === 'cyclic'
            ? aroundCircle(j - i, actions)
            : 1 / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0)));
      (preferences[i] as Float64Array)[j] = wins;
      (preferences[j] as Float64Array)[i] = 1 - wins;
    }
  }
  return preferences;
}

function aroundCircle(distance: number, actions: number): number {
  if (2 * distance === actions) return 0.5;
  return 2 * distance < actions ? 1 : 0;
}
