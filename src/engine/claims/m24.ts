import { claimExperiment } from './claimExperiment.ts';
import { last } from './figures.ts';
import type { Claim } from './types.ts';

const experiment = (loss: string, seed: number) =>
  claimExperiment({ loss, changes: { data: 'style-length-biased', seed, eval_pairs: 400, eval_prompts: 0 } });

/** SimPO: a reward per token does not grow with length. */
export const m24: Claim = {
  id: 'M24',
  arxiv: '2405.14734',
  claim: 'On labels that favour length, SimPO’s reward, an average per token, follows length less than DPO’s, a sum.',
  figure: '|correlation of the method’s own reward and length|, held-out answers: DPO’s less SimPO’s',
  setting: 'nano-1, style with κ = 2, 60 steps of 32 pairs, 400 held-out pairs',
  expected: { min: 0 },
  preset: experiment('simpo', 42),
  async measure(lab, seed) {
    const follows = async (loss: string) =>
      Math.abs(last(await lab.train(experiment(loss, seed)), 'corr/implicit_reward_length'));
    return (await follows('sigmoid')) - (await follows('simpo'));
  },
};
