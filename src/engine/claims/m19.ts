import { lengthControlledWinRate } from '../metrics/lengthControl.ts';
import { randomStream } from '../train/rng.ts';
import { claimExperiment } from './claimExperiment.ts';
import type { Claim } from './types.ts';

const PROMPTS = 4000;
/** Of the judge, in logits for one standard deviation of length difference. */
const BIAS = 1.5;
/** Of one policy's answers over the other's, in standard deviations of the difference. */
const PADDING = 1;

/**
 * A policy that learns length from biased labels, before a judge that likes nothing else. Seeds 1 to 3 on WebAssembly, after the last
 * step: raw 90, 82 and 85 %, length-controlled 76, 65 and 71 % (its length term is shrunk, so that one half is not reached), gold 54,
 * 62 and 64 %.
 */
const SHOWN = {
  data: 'style-length-biased',
  judge: 'length',
  max_steps: 24,
  eval_steps: 8,
  eval_prompts: 120,
} as const;

/** Length-controlled win rate: what a judge that likes length would say of answers equally long. */
export const m19: Claim = {
  id: 'M19',
  arxiv: '2404.04475',
  claim:
    'Of two policies equally good, one padded, a judge that likes length prefers the padded one; the length-controlled win rate does not.',
  figure: 'share of the raw win rate’s distance from one half that is left after length control',
  setting: `simulated judge, ${PROMPTS} prompts, bias ${BIAS} logits a standard deviation of length, padding of ${PADDING}; no language model: the figure comes from the simulation alone. The preset shows the counterpart, win rate and length-controlled win rate of a policy that DPO trains on length-biased pairs, by a judge of length`,
  // The specification’s own simulation leaves 0.2 of 19 points; sampling alone makes a tenth of them here.
  expected: { max: 0.2 },
  preset: claimExperiment({ loss: 'sigmoid', changes: { ...SHOWN, seed: 42 } }),
  measure(_lab, seed) {
    const random = randomStream(seed, 'claims/lc_winrate');
    const preferences = new Float64Array(PROMPTS);
    const lengths = new Float64Array(PROMPTS);
    const baselineLengths = new Float64Array(PROMPTS);
    for (let i = 0; i < PROMPTS; i++) {
      // Two policies' lengths, each with half of the difference's variance.
      baselineLengths[i] = random.normal() * Math.SQRT1_2;
      lengths[i] = random.normal() * Math.SQRT1_2 + PADDING;
      // The judge likes length as the published model has it, and nothing else.
      const bias = BIAS * Math.tanh((lengths[i] as number) - (baselineLengths[i] as number));
      preferences[i] = random.uniform() < 1 / (1 + Math.exp(-bias)) ? 1 : 0;
    }
    const found = lengthControlledWinRate({ preferences, lengths, baselineLengths });
    if (found === null) throw new RangeError('no rows');
    return Math.abs(found.rate - 0.5) / Math.abs(found.raw - 0.5);
  },
};
