/** The exact worlds: no language model, no GPU. */
export const GAME_IDS = ['game', 'bandit', 'gridpref'] as const;
export type GameId = (typeof GAME_IDS)[number];

/** A setting of an exact world, for its text in links and for its form. Defaults are part of the link format: frozen. */
export type GameSetting =
  | {
      readonly key: string;
      readonly kind: 'number';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
      readonly scale: 'linear' | 'log';
      readonly step: number;
    }
  | { readonly key: string; readonly kind: 'choice'; readonly default: string; readonly options: readonly string[] };

type Numbers = readonly [min: number, max: number, step: number];

function whole(key: string, value: number, [min, max, step]: Numbers, scale: 'linear' | 'log' = 'linear'): GameSetting {
  return { key, kind: 'number', default: value, min, max, integer: true, scale, step };
}

function real(key: string, value: number, [min, max, step]: Numbers, scale: 'linear' | 'log' = 'linear'): GameSetting {
  return { key, kind: 'number', default: value, min, max, integer: false, scale, step };
}

const SEED = whole('seed', 1, [0, 99_999, 1]);

/** In the order of link and form. */
export const GAME_SETTINGS: Readonly<Record<GameId, readonly GameSetting[]>> = {
  game: [
    { key: 'matrix', kind: 'choice', default: 'cyclic', options: ['cyclic', 'random', 'transitive'] },
    whole('actions', 3, [2, 12, 1]),
    real('beta', 0.05, [0.001, 1, 0.05], 'log'),
    real('eta', 0.3, [0.01, 5, 0.05], 'log'),
    real('alpha', 0.3, [0, 0.9, 0.05]),
    whole('iterations', 400, [10, 3000, 10], 'log'),
    SEED,
  ],
  bandit: [
    whole('contexts', 8, [1, 8, 1]),
    whole('actions', 8, [3, 12, 1]),
    whole('covered', 2, [2, 12, 1]),
    { key: 'best', kind: 'choice', default: 'unseen', options: ['unseen', 'covered'] },
    real('rarity', -2, [-4, 6, 0.5]),
    whole('features', 0, [0, 8, 1]),
    real('beta', 0.1, [0.01, 1, 0.05], 'log'),
    real('lambda', 0.02, [0.0001, 1, 0.05], 'log'),
    real('alpha', 0.6, [0, 0.9, 0.05]),
    real('learningRate', 5, [0.1, 20, 0.05], 'log'),
    whole('steps', 2000, [100, 3000, 100], 'log'),
    SEED,
  ],
  gridpref: [
    whole('size', 5, [3, 8, 1]),
    whole('pairs', 200, [20, 3000, 10], 'log'),
    whole('length', 3, [1, 8, 1]),
    real('temperature', 1, [0.1, 10, 0.05], 'log'),
    whole('seeds', 3, [1, 10, 1]),
    SEED,
  ],
};
