import { BETA } from './beta.ts';
import type { Hyperparameter, Paper } from './types.ts';

/** What both forms of AOT share. */
export const AOT_PAPER: Paper = {
  title: 'Distributional Preference Alignment of LLMs via Optimal Transport',
  authors: 'Melnyk, Mroueh, Belgodere, Rigotti, Nitsure, Yurochkin, Greenewald, Navratil, Ross',
  year: 2024,
  arxiv: '2406.05882',
};

export const AOT_HYPERPARAMETERS: readonly Hyperparameter[] = [
  {
    ...BETA,
    meaning:
      'Strength of the reference. Quantiles need company: take batches of eight pairs or more, not accumulated ones.',
  },
  {
    name: 'label_smoothing',
    symbol: '\\varepsilon',
    default: 0,
    min: 0,
    max: 0.5,
    scale: 'linear',
    step: 0.01,
    meaning: 'Assumed share of wrong labels, as in cDPO. At 0.5 nothing is learnt.',
  },
];

/** What TRL's trainer needs said of either. */
export const AOT_NOTE =
  'Answers are ranked within one pass of one process: with more processes each ranks fewer, and the loss is another.';
