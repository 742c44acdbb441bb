import { claimExperiment } from './claimExperiment.ts';
import { last } from './figures.ts';
import type { Claim } from './types.ts';

const experiment = claimExperiment({ loss: 'ld_dpo', changes: { data: 'style-length-biased', max_steps: 60 } });

/** Length-desensitised DPO: the part of an answer beyond the shared length counts less, so its reward follows length less. */
export const m04: Claim = {
  id: 'M04',
  arxiv: '2409.06411',
  claim: 'On labels that favour length, the length-desensitised reward follows length less than DPO’s.',
  figure: '|correlation of implicit reward and length|, held-out answers: DPO’s less LD-DPO’s (α = 0.5)',
  setting: 'nano-1, style with κ = 2, 60 steps of 32 pairs',
  expected: { min: 0.1 },
  preset: experiment,
  async measure(lab, seed) {
    const follows = async (loss: string) => {
      const run = await lab.train(claimExperiment({ loss, changes: { data: experiment.data, max_steps: 60, seed } }));
      return Math.abs(last(run, 'corr/implicit_reward_length'));
    };
    return (await follows('sigmoid')) - (await follows('ld_dpo'));
  },
};
