import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';

/** What the symbols of DPO's own loss mean. */
export const DPO_SYMBOLS = {
  ...LOG_RATIOS,
  '\\beta': 'how strongly the reference holds the policy',
  ...SIGMA,
} as const;

/** Tags of an objective that compares summed log-ratios of pairs. */
export const DPO_TAGS = {
  data: 'pair-wise',
  framework: 'offline',
  constraint: 'fixed-reference',
  property: 'general',
} as const;
