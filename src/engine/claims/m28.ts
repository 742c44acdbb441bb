import { kendallTauB } from '../metrics/correlation.ts';
import { claimExperiment } from './claimExperiment.ts';
import { heldoutAnswers, worldOf } from './heldoutAnswers.ts';
import { mean } from './mean.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const WEIGHTS = [0.1, 0.3, 0.5, 0.7, 0.9] as const;
const PROMPTS = 128;

const experiment = (w1: number, seed: number) =>
  claimExperiment({ loss: 'modpo', changes: { data: 'style', max_steps: STEPS, seed }, hyperparameters: { w1 } });

/** MODPO: one run a weighting, and the runs trace a front. */
export const m28: Claim = {
  id: 'M28',
  arxiv: '2310.03708',
  claim:
    'Runs with different weights of two wishes trace a front: the more weight on the first, the more of it and the less of the second.',
  figure: `Kendall τ over ${WEIGHTS.length} weights, mean of weight with the first attribute and of weight with less of the second; 1 is a monotone front`,
  setting: `nano-1, style (sentiment; manners and imagery), w₁ ${WEIGHTS.join(', ')}, ${STEPS} steps of 32 pairs each, ${PROMPTS} sampled answers`,
  // A mean of 0.6: two of ten pairs of weights are out of order on either axis.
  expected: { min: 0.6 },
  preset: experiment(0.5, 42),
  async measure(lab, seed) {
    const points: { readonly first: number; readonly second: number }[] = [];
    for (const w1 of WEIGHTS) {
      points.push(
        await trainAndLook(lab, experiment(w1, seed), async (bench) => {
          const answers = await heldoutAnswers(bench, PROMPTS);
          const attributes = answers.map(({ prompt, answer }) => worldOf(bench).attributes?.(prompt, answer) ?? []);
          return {
            first: mean(attributes.map(([first = Number.NaN]) => first)),
            second: mean(attributes.map(([, second = Number.NaN]) => second)),
          };
        }),
      );
    }
    const rising = kendallTauB(
      WEIGHTS,
      points.map(({ first }) => first),
    );
    const falling = kendallTauB(
      WEIGHTS,
      points.map(({ second }) => -second),
    );
    // Runs that all end alike trace no front.
    return mean([rising ?? 0, falling ?? 0]);
  },
};
