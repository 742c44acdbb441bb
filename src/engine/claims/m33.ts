import { claimExperiment } from './claimExperiment.ts';
import { type Answered, heldoutAnswers, worldOf } from './heldoutAnswers.ts';
import { mean } from './mean.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 60;
const PROMPTS = 200;
/** Imitation from a model that never saw an answer needs more than the objectives' own rates, which suit `nano-1`. */
const IMITATION_RATE = 2e-3;

const base = { model: 'nano-1-base', data: 'style', max_steps: STEPS };

const tpo = (seed: number) =>
  claimExperiment({ loss: 'tpo_triple', changes: { ...base, learning_rate: IMITATION_RATE, seed } });

/** Triple preference optimisation: one stage from the pretrained model instead of two. */
export const m33: Claim = {
  id: 'M33',
  arxiv: '2405.16681',
  claim: 'From the pretrained model, TPO in one stage is at least as good as SFT and then DPO on the same prompts.',
  figure: 'gold win rate of TPO’s answers against those of SFT and DPO, ties half',
  setting: `nano-1-base, style, ${STEPS} steps of 32 (TPO, and each of the two stages), ${IMITATION_RATE} for TPO and SFT, ${PROMPTS} prompts`,
  expected: { min: 0.5 },
  preset: tpo(42),
  async measure(lab, seed) {
    const answers = (bench: Parameters<typeof heldoutAnswers>[0]) => heldoutAnswers(bench, PROMPTS);
    const ours = await trainAndLook(lab, tpo(seed), answers);
    const sft = claimExperiment({ loss: 'sft', changes: { ...base, learning_rate: IMITATION_RATE, seed } });
    const { weights } = await lab.train({ ...sft, eval_pairs: 4, eval_prompts: 0 });
    const dpo = claimExperiment({ loss: 'sigmoid', changes: { ...base, seed } });
    const theirs = await trainAndLook(lab, dpo, answers, { weights: new Float32Array(weights) });
    const world = worldOf({ set: await lab.set(dpo) });
    const gold = ({ prompt, answer }: Answered) => world.goldScore(prompt, answer);
    return mean(ours.map((own, i) => (1 + Math.sign(gold(own) - gold(theirs[i] as Answered))) / 2));
  },
};
