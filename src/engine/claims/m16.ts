import { claimExperiment } from './claimExperiment.ts';
import { metricValue } from './figures.ts';
import type { Claim } from './types.ts';

const STEPS = 80;
const ALPHA = 0.1;
const PAIRS = 256;

const changes = { data: 'style-length-biased', max_steps: STEPS, learning_rate: 1e-3, eval_prompts: 96 };

const vpo = (seed: number) =>
  claimExperiment({ loss: 'vpo', changes: { ...changes, seed }, hyperparameters: { alpha: ALPHA, value_sign: -1 } });

/** VPO offline: caution keeps what is really wanted from falling when training goes on. */
export const m16: Claim = {
  id: 'M16',
  arxiv: '2405.19320',
  claim: 'Offline, the pessimistic value term keeps the gold score from falling as DPO’s does when training goes on.',
  figure: 'fall of the gold score of sampled answers from its peak to the end, SD: DPO’s less VPO’s',
  setting: `nano-1, style with κ = 2, α = ${ALPHA}, ${PAIRS} pairs, ${STEPS} steps of 32 at 1e-3 (ten epochs), 96 prompts every ${STEPS / 8} steps; a language model instead of the paper’s bandit`,
  expected: { min: 0 },
  preset: vpo(42),
  async measure(lab, seed) {
    const dpo = claimExperiment({ loss: 'sigmoid', changes: { ...changes, seed } });
    const fall = async (experiment: typeof dpo) => {
      const set = await lab.set(experiment);
      const few = { ...set, train: set.train.slice(0, PAIRS) };
      const { evaluations } = await lab.train({ ...experiment, eval_pairs: 4 }, { set: few, evaluateEvery: STEPS / 8 });
      const gold = evaluations.map((evaluation) => metricValue(evaluation, 'gold_reward'));
      return Math.max(...gold) - (gold.at(-1) as number);
    };
    return (await fall(dpo)) - (await fall(vpo(seed)));
  },
};
