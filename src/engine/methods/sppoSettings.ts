import type { Hyperparameter, Paper } from './types.ts';

/** What both forms of SPPO share. */
export const SPPO_PAPER: Paper = {
  title: 'Self-Play Preference Optimization for Language Model Alignment',
  authors: 'Wu, Sun, Yuan, Ji, Yang, Gu',
  year: 2024,
  arxiv: '2405.00675',
};

export const SPPO_BETA: Hyperparameter = {
  name: 'beta',
  symbol: '\\beta',
  default: 0.1,
  min: 0.001,
  max: 1,
  scale: 'log',
  step: 0.05,
  meaning:
    'The log-ratio of a sure win aims at 1/(2β) nats: 5 at β = 0.1, fit for answers of twenty tokens. The paper’s 0.001 asks for 500.',
};
