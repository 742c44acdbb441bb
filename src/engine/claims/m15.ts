import type { PreferenceSet } from '../data/preferenceSet.ts';
import { kendallTauB } from '../metrics/correlation.ts';
import { claimExperiment } from './claimExperiment.ts';
import { heldoutLists } from './heldoutLists.ts';
import { mean } from './mean.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const ROWS = STEPS * 32;
const LISTS = 100;
const COMPARED = 5;

const experiment = (seed: number) =>
  claimExperiment({ loss: 'pro_rank', changes: { data: 'style', max_steps: STEPS, seed } });

/** Preference ranking optimisation: longer rankings teach more a prompt. */
export const m15: Claim = {
  id: 'M15',
  arxiv: '2306.17492',
  claim: 'Rankings of more answers to the same prompts give a policy whose likelihoods rank better.',
  figure: 'Kendall τ of log-prob per token and gold order, held-out lists of five: trained on n = 4 less on n = 2',
  setting: `nano-1, style, ${STEPS} steps of 32 lists, ${LISTS} held-out lists; the page’s lists end at 4, the paper’s at 5`,
  expected: { min: 0 },
  preset: experiment(42),
  async measure(lab, seed) {
    const asked = experiment(seed);
    const set = await lab.set(asked);
    const rows = { ...set, train: set.train.slice(0, ROWS) };
    const agreement = (trainedOn: PreferenceSet) =>
      trainAndLook(
        lab,
        asked,
        async (bench) => {
          const lists = await heldoutLists(bench, { lists: LISTS, answers: COMPARED, seed });
          const taus = lists.flatMap(
            (list) =>
              kendallTauB(
                list.map(({ score }) => score),
                list.map(({ logp, length }) => logp / length),
              ) ?? [],
          );
          return mean(taus);
        },
        { set: trainedOn },
      );
    return (await agreement(rows)) - (await agreement(withShortRankings(rows)));
  },
};

/** Two answers a list instead of four: the row's pair, drawn as the lists' answers are, by gold score. */
function withShortRankings(set: PreferenceSet): PreferenceSet {
  const train = set.train.map((row) => {
    const { chosen, rejected, score_chosen = 0, score_rejected = 0 } = row;
    const ranking = [
      { answer: chosen, score: score_chosen },
      { answer: rejected, score: score_rejected },
    ].sort((a, b) => b.score - a.score);
    return { ...row, relations: { ranking } };
  });
  return { ...set, train };
}
