/** A symmetric game over K actions, regularised towards a reference: two policies meet, and P says whose action is preferred. */
export interface PreferenceGame {
  /** P[i][j] = P(i ≻ j), P[i][j] + P[j][i] = 1, ½ on the diagonal. [K][K] */
  readonly preferences: readonly Float64Array[];
  /** Of the reference policy; also where every update rule starts. [K] */
  readonly referenceLogits: Float64Array;
  /** Strength of the pull towards the reference; above 0. */
  readonly beta: number;
}

export interface RuleSettings {
  /** Step in logits; each rule says what it makes of it. */
  readonly eta: number;
  /** Extrapolation of `apo_accel`. */
  readonly alpha: number;
}

/** One learner of a game: it holds its logits and goes on by an iteration at a time. */
export interface Learner {
  /** Goes on by one iteration; the logits of what it now proposes. [K] */
  next(): Float64Array;
}

export type RuleId = 'omd' | 'nash_md' | 'egpo' | 'nash_mp' | 'inpo' | 'spo_minimax' | 'apo_accel' | 'bt_reward';

/** One file each. */
export interface UpdateRule {
  readonly id: RuleId;
  /** @throws RangeError for settings with which the update is not defined */
  readonly start: (game: PreferenceGame, settings: RuleSettings) => Learner;
}
