import { leastSquares } from '../metrics/correlation.ts';
import { claimExperiment } from './claimExperiment.ts';
import { metricValue } from './figures.ts';
import type { Claim } from './types.ts';

const STEPS = 120;

const experiment = (seed: number) =>
  claimExperiment({ loss: 'rpo', changes: { max_steps: STEPS, seed, eval_prompts: 0 } });

/** Regularised preference optimisation: imitation keeps chosen answers likely. */
export const m23: Claim = {
  id: 'M23',
  arxiv: '2405.16436',
  claim: 'With a share of imitation in the loss, chosen answers do not become less likely as training goes on.',
  figure: 'slope of the log-prob of held-out chosen answers (logps/chosen) over training, nats per 100 steps',
  setting: `nano-1, style with κ = 2, η = 0.05 per token, ${STEPS} steps of 32 pairs, 200 held-out pairs every 10 steps`,
  expected: { min: 0 },
  preset: experiment(42),
  async measure(lab, seed) {
    const { evaluations } = await lab.train(experiment(seed), { evaluateEvery: 10 });
    const line = leastSquares(
      evaluations.map(({ step }) => step),
      evaluations.map((evaluation) => metricValue(evaluation, 'eval_logps/chosen')),
    );
    return (line?.slope ?? Number.NaN) * 100;
  },
};
