/** What the symbols of summed log-ratios mean, for the objectives that are built on DPO's margin. */
export const LOG_RATIO_SYMBOLS = {
  u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
  v: 'the same on the rejected answer',
} as const;

/** Those of DPO's own loss. */
export const DPO_SYMBOLS = {
  ...LOG_RATIO_SYMBOLS,
  '\\beta': 'how strongly the reference holds the policy',
  '\\sigma': 'logistic function',
} as const;

/** Tags of an objective that compares summed log-ratios of pairs. */
export const DPO_TAGS = {
  data: 'pairs',
  framework: 'offline',
  constraint: 'reference policy',
  property: 'summed log-ratio',
} as const;
