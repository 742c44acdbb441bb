import { claimExperiment } from './claimExperiment.ts';
import { metricValue } from './figures.ts';
import type { Claim } from './types.ts';

const STEPS = 120;

const experiment = (seed: number) =>
  claimExperiment({
    loss: 'sigmoid',
    changes: { data: 'style', max_steps: STEPS, seed, eval_pairs: 400, eval_prompts: 0 },
  });

/** Ranking accuracy: a smaller loss and a larger margin are not a turned ranking. */
export const m42: Claim = {
  id: 'M42',
  arxiv: '2405.19534',
  claim: 'DPO hardly turns the pairs that its reference ranks wrongly, although loss falls and margin grows.',
  figure:
    'of the held-out pairs that the reference ranks wrongly, the share ranked rightly where held-out loss is lowest',
  setting: `nano-1, style, ${STEPS} steps of 32 pairs, 400 held-out pairs every 10 steps`,
  expected: { max: 0.2 },
  preset: experiment(42),
  async measure(lab, seed) {
    const { evaluations } = await lab.train(experiment(seed), { evaluateEvery: 10 });
    const loss = (evaluation: (typeof evaluations)[number]) => metricValue(evaluation, 'eval_loss');
    const best = evaluations.reduce((lowest, evaluation) => (loss(evaluation) < loss(lowest) ? evaluation : lowest));
    return metricValue(best, 'flipped_wrong_pairs');
  },
};
