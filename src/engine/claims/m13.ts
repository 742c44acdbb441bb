import type { Experiment } from '../experiment/schema.ts';
import { claimExperiment } from './claimExperiment.ts';
import { last } from './figures.ts';
import type { Claim, Lab } from './types.ts';

const STEPS = 40;
/** From one that is plainly too high for this model to one that hardly moves it. */
const LADDER = [8e-3, 4e-3, 2e-3, 1e-3] as const;

const base = { model: 'nano-1-base', data: 'style', max_steps: STEPS };

const imitation = (learning_rate: number, seed: number) =>
  claimExperiment({ loss: 'sft', changes: { ...base, learning_rate, seed, eval_prompts: 0 } });

const preference = (seed: number) =>
  claimExperiment({ loss: 'sigmoid', changes: { ...base, seed, eval_prompts: 128 } });

/** Imitation as implicit-reward learning: nothing holds it near the start but its learning rate. */
export const m13: Claim = {
  id: 'M13',
  arxiv: '2507.00018',
  claim: 'Imitation at a smaller learning rate than the one with the best likelihood is the better start for DPO.',
  figure:
    'gold score of sampled answers after SFT and DPO, SD: SFT at half the learning rate of the lowest held-out loss, less at that rate',
  setting: `nano-1-base, style, SFT at ${LADDER.join(', ')} for ${STEPS} steps of 32 answers, then DPO for ${STEPS}; 128 prompts`,
  expected: { min: 0 },
  preset: imitation(LADDER[2], 42),
  async measure(lab, seed) {
    const ladder = [];
    for (const rate of LADDER) ladder.push({ rate, ...(await imitated(lab, imitation(rate, seed))) });
    const best = ladder.reduce((lowest, step) => (step.loss < lowest.loss ? step : lowest));
    const half =
      ladder.find(({ rate }) => rate === best.rate / 2) ?? (await imitated(lab, imitation(best.rate / 2, seed)));
    const gold = async (weights: Float32Array<ArrayBuffer>) =>
      last(await lab.train(preference(seed), { weights }), 'gold_reward');
    return (await gold(half.weights)) - (await gold(best.weights));
  },
};

async function imitated(lab: Lab, experiment: Experiment) {
  const run = await lab.train(experiment);
  return { loss: last(run, 'eval_loss'), weights: new Float32Array(run.weights) };
}
