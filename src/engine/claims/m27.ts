import { claimExperiment } from './claimExperiment.ts';
import { last } from './figures.ts';
import type { Claim } from './types.ts';

const STEPS = 150;
const EPSILON = 0.3;

const changes = { data: 'style-noisy', max_steps: STEPS, eval_pairs: 400, eval_prompts: 0 };

const robust = (seed: number) =>
  claimExperiment({
    loss: 'robust',
    changes: { ...changes, seed },
    hyperparameters: { label_smoothing: EPSILON },
  });

/** Robust DPO: an unbiased estimate of the loss on clean labels, from flipped ones. */
export const m27: Claim = {
  id: 'M27',
  arxiv: '2403.00409',
  claim: 'With three labels in ten flipped, robust DPO ranks clean held-out pairs better than DPO.',
  figure: 'reward accuracy on clean held-out pairs: robust DPO’s less DPO’s',
  setting: `nano-1, style with ε = ${EPSILON}, ${STEPS} steps of 32 pairs (two epochs), 400 held-out pairs`,
  expected: { min: 0 },
  preset: robust(42),
  async measure(lab, seed) {
    const dpo = claimExperiment({ loss: 'sigmoid', changes: { ...changes, seed } });
    const accuracy = async (experiment: typeof dpo) => last(await lab.train(experiment), 'eval_rewards/accuracies');
    return (await accuracy(robust(seed))) - (await accuracy(dpo));
  },
};
