import type { PreferenceSet } from '../data/preferenceSet.ts';
import { relationsOf } from '../data/relationsOf.ts';
import { relateOptions } from '../data/tokenizeRelations.ts';
import { claimExperiment } from './claimExperiment.ts';
import { heldoutLists } from './heldoutLists.ts';
import { mean } from './mean.ts';
import { ndcg } from './ndcg.ts';
import { trainAndLook } from './trainAndLook.ts';
import type { Claim } from './types.ts';

const STEPS = 40;
const ROWS = STEPS * 32;
const LISTS = 200;
const ANSWERS = 4;

const experiment = (loss: string, seed: number) =>
  claimExperiment({ loss, changes: { data: 'style', max_steps: STEPS, seed } });

/** Tree preference optimisation: the whole order teaches more than its two ends. */
export const m18: Claim = {
  id: 'M18',
  arxiv: '2410.12854',
  claim:
    'Trained on whole rankings, implicit rewards order held-out answers better than DPO’s on best and worst alone.',
  figure: 'NDCG of implicit reward against gold score, held-out lists of four: TPO’s less DPO’s on the same lists',
  setting: `nano-1, style (its sentences are the steps), ${STEPS} steps of 32 lists, ${LISTS} held-out lists; no trees of roll-outs`,
  expected: { min: 0 },
  preset: experiment('tpo_tree', 42),
  async measure(lab, seed) {
    const set = await lab.set(experiment('tpo_tree', seed));
    const rows = { ...set, train: set.train.slice(0, ROWS) };
    const order = (loss: string, trainedOn: PreferenceSet) =>
      trainAndLook(
        lab,
        experiment(loss, seed),
        async (bench) => {
          const lists = await heldoutLists(bench, { lists: LISTS, answers: ANSWERS, seed });
          const gains = lists.map((list) =>
            ndcg(
              list.map(({ logp, refLogp }) => logp - refLogp),
              list.map(({ score }) => score),
            ),
          );
          return mean(gains);
        },
        { set: trainedOn },
      );
    return (await order('tpo_tree', rows)) - (await order('sigmoid', bestAndWorst(rows, seed)));
  },
};

/** The ends of the lists that tree preference optimisation trains on. */
function bestAndWorst(set: PreferenceSet, seed: number): PreferenceSet {
  const train = set.train.flatMap((row) => {
    const { ranking } = relationsOf(set, row, relateOptions(seed), ['ranking']);
    const [best, worst] = [ranking[0], ranking.at(-1)];
    if (best === undefined || worst === undefined || best === worst) return [];
    return [{ prompt: row.prompt, chosen: best.answer, rejected: worst.answer }];
  });
  return { ...set, train };
}
