/** Metrics that a particular plot is about (TRL's names where TRL has one). */
export const MARGINS = 'rewards/margins';
export const CHOSEN = 'rewards/chosen';
export const REJECTED = 'rewards/rejected';
export const WIN_RATE = 'win_rate';
export const GOLD_WIN_RATE = 'gold_win_rate';
export const MEAN_LENGTH = 'completions/mean_length';
export const LENGTH_CORRELATION = 'corr/implicit_reward_length';
export const LENGTH_CORRELATION_RANK = 'corr/implicit_reward_length_spearman';
export const PARTIAL_CORRELATION = 'partial_corr';
export const LC_WIN_RATE = 'lc_win_rate';
export const GOLD_LC_WIN_RATE = 'gold_lc_win_rate';
export const FLIPPED = 'flipped_wrong_pairs';
