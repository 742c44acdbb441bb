import { type BanditOutcome, simulateBandit } from './bandit/simulateBandit.ts';
import type { GameDescription } from './description.ts';
import { createGame, type MatrixKind } from './game/createGame.ts';
import { type GameOutcome, simulateGame } from './game/simulateGame.ts';
import { type GridOutcome, simulateGrid } from './gridpref/simulateGrid.ts';

export type Simulated =
  | { readonly game: 'game'; readonly outcome: GameOutcome }
  | { readonly game: 'bandit'; readonly outcome: BanditOutcome }
  | { readonly game: 'gridpref'; readonly outcome: GridOutcome };

/**
 * Plays an exact world as described, in float64: the same text, the same numbers. It yields the share done every few milliseconds.
 *
 * @param description as `readGame` gives it: every value in range
 */
export function* simulate({ game, values }: GameDescription): Generator<number, Simulated> {
  const number = (key: string) => Number(values[key]);
  const seed = number('seed');
  switch (game) {
    case 'game': {
      const created = createGame(values.matrix as MatrixKind, number('actions'), number('beta'), seed);
      const settings = { eta: number('eta'), alpha: number('alpha'), iterations: number('iterations') };
      return { game, outcome: yield* simulateGame(created, settings) };
    }
    case 'bandit': {
      const settings = {
        contexts: number('contexts'),
        actions: number('actions'),
        covered: number('covered'),
        best: values.best === 'covered' ? ('covered' as const) : ('unseen' as const),
        rarity: number('rarity'),
        features: number('features'),
        beta: number('beta'),
        lambda: number('lambda'),
        alpha: number('alpha'),
        learningRate: number('learningRate'),
        steps: number('steps'),
      };
      return { game, outcome: yield* simulateBandit(settings, seed) };
    }
    case 'gridpref': {
      const settings = {
        size: number('size'),
        pairs: number('pairs'),
        length: number('length'),
        temperature: number('temperature'),
        seeds: number('seeds'),
      };
      return { game, outcome: yield* simulateGrid(settings, seed) };
    }
  }
}
