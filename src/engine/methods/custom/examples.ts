import { DEFAULT_OBJECTIVE } from './customMethod.ts';

/** A text to start from, with settings that suit it. */
export interface ObjectiveExample {
  readonly label: string;
  readonly text: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
}

export const EXAMPLES: readonly ObjectiveExample[] = [
  { label: 'DPO', text: DEFAULT_OBJECTIVE, hyperparameters: { beta: 0.1 } },
  {
    label: 'SimPO',
    text: 'margin = beta * (chosen_avg_logps - rejected_avg_logps)\n-logsigmoid(margin - gamma)',
    hyperparameters: { beta: 2, gamma: 1 },
  },
  {
    label: 'Squared',
    text: '# IPO: the log-ratios shall differ by 1 / (2 beta)\nsquare(delta - 1 / (2 * beta))',
    hyperparameters: { beta: 0.1 },
  },
];
