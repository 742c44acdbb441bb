/** The symbols that most objectives on pairs with a reference share. */
export const LOG_RATIOS = {
  u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
  v: 'the same on the rejected answer',
} as const;

export const SIGMA = { '\\sigma': 'logistic function' } as const;
