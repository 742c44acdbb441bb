import { relateOptions } from '../data/tokenizeRelations.ts';
import { spearman } from '../metrics/correlation.ts';
import { answerScores } from './answerScores.ts';
import { claimExperiment } from './claimExperiment.ts';
import { worldOf } from './heldoutAnswers.ts';
import { mean } from './mean.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const ANSWERS = 100;

const experiment = (loss: string, seed: number) =>
  claimExperiment({ loss, changes: { data: 'style', max_steps: STEPS, seed } });

/** Self-supervised preference optimisation: telling how much content is gone makes the reward follow it. */
export const m08: Claim = {
  id: 'M08',
  arxiv: '2409.17791',
  claim:
    'Learning to tell how much content was removed makes the implicit reward follow that degree better than DPO’s.',
  figure: 'Spearman correlation of implicit reward and content left, within a held-out answer: SPO’s less DPO’s',
  setting: `nano-1, style, ${STEPS} steps of 32 pairs, ${ANSWERS} held-out answers in 4 degrees`,
  expected: { min: 0 },
  preset: experiment('spo_selfsup', 42),
  async measure(lab, seed) {
    const follows = (loss: string) =>
      trainAndLook(lab, experiment(loss, seed), async (bench) => {
        const { set } = bench;
        const answers = set.heldout.slice(0, ANSWERS).map((row) => {
          const { degraded = [] } = worldOf(bench).relate(row, set.knobs, relateOptions(seed));
          return [row.chosen, ...degraded].map((answer) => ({ prompt: row.prompt, answer }));
        });
        const scores = await answerScores(bench, answers.flat());
        const correlations = answers.flatMap((degrees, i) => {
          const own = scores.slice(i * degrees.length, (i + 1) * degrees.length);
          const rewards = own.map(({ logp, refLogp }) => logp - refLogp);
          return (
            spearman(
              rewards,
              rewards.map((_, degree) => -degree),
            ) ?? []
          );
        });
        return mean(correlations);
      });
    return (await follows('spo_selfsup')) - (await follows('sigmoid'));
  },
};
