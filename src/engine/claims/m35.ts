import { claimExperiment } from './claimExperiment.ts';
import { heldoutAnswers, worldOf } from './heldoutAnswers.ts';
import { mean } from './mean.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const PROMPTS = 200;

/** The inter-sample term's weight is the paper's; the page's own default leaves it out. */
const MAPL = { inter_weight: 0.5 };

const experiment = (loss: string, seed: number, hyperparameters = {}) =>
  claimExperiment({ loss, hyperparameters, changes: { model: 'lists-1', data: 'multi_ins', max_steps: STEPS, seed } });

/** Multi-level aware preference learning: prompts are compared too, and instructions are followed more. */
export const m35: Claim = {
  id: 'M35',
  arxiv: '2505.12845',
  claim:
    'Comparing prompts as well as answers, a policy follows all of several instructions more often than after DPO.',
  figure: 'share of prompts all of whose instructions the sampled answer follows: MAPL’s less DPO’s',
  setting: `lists-1, multi_ins (one to five instructions), ${STEPS} steps of 32 pairs, ${PROMPTS} prompts; both terms of MAPL`,
  expected: { min: 0 },
  preset: experiment('mapl', 42, MAPL),
  async measure(lab, seed) {
    const followed = (loss: string, hyperparameters = {}) =>
      trainAndLook(lab, experiment(loss, seed, hyperparameters), async (bench) => {
        const world = worldOf(bench);
        const answers = await heldoutAnswers(bench, PROMPTS);
        return mean(answers.map(({ prompt, answer }) => (world.verify?.(prompt, answer) === 1 ? 1 : 0)));
      });
    return (await followed('mapl', MAPL)) - (await followed('sigmoid'));
  },
};
