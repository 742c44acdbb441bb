import { claimExperiment } from './claimExperiment.ts';
import { last } from './figures.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const PAIRS = 256;

const experiment = (loss: string, seed: number) =>
  claimExperiment({ loss, changes: { data: 'style', max_steps: STEPS, seed, eval_prompts: 200 } });

/** Rationales: a pair says more when it comes with its reason. */
export const m14: Claim = {
  id: 'M14',
  arxiv: '2407.14477',
  claim:
    'With few pairs, also learning the specific reason for each label wins more often than DPO on the labels alone.',
  figure: 'gold win rate against the reference: with rationales less DPO’s',
  setting: `nano-1, style, ${PAIRS} pairs, ${STEPS} steps of 32 (five epochs), 200 prompts; the preset takes all pairs`,
  expected: { min: 0 },
  preset: experiment('rationale', 42),
  async measure(lab, seed) {
    const wins = async (loss: string) => {
      const asked = experiment(loss, seed);
      const set = await lab.set(asked);
      const few = { ...set, train: set.train.slice(0, PAIRS) };
      return last(await lab.train(asked, { set: few }), 'gold_win_rate');
    };
    return (await wins('rationale')) - (await wins('sigmoid'));
  },
};
