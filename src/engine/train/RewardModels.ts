import type { TokenizedRow } from '../data/tokenizeRow.ts';
import { EngineError } from '../errors.ts';
import { winRate } from '../metrics/winRate.ts';
import { rewardLayout } from '../model/layout.ts';
import { rewardSequences } from '../model/rewardScorer.ts';
import type { RewardModelReport } from '../protocol.ts';
import { type RewardPair, type RewardTraining, trainRewardModel } from './trainRewardModel.ts';
import type { Workbench } from './workbench.ts';

/** Members of an ensemble, one set of weights each, and how well together they predict held-out preferences. */
export interface TrainedRewardModels {
  readonly members: readonly Float32Array[];
  readonly report: RewardModelReport;
}

export type RewardModelProgress = (done: number, total: number) => void | Promise<void>;

type RewardBench = Pick<
  Workbench,
  'backend' | 'chunkLimit' | 'experiment' | 'heldout' | 'model' | 'plans' | 'set' | 'train'
>;

/** Pairs of a training step: as in the default experiment. */
const BATCH = 32;

/** Reward models by what they were trained on and how: trained when first needed, kept while the rows are. */
export class RewardModels {
  readonly #known = new WeakMap<object, Map<string, Promise<TrainedRewardModels>>>();

  /**
   * Trained on the training pairs of a bench, on its model's weights before the run.
   *
   * @param onProgress counts steps of all members; may throw to end the training
   * @throws EngineError DATA_RELATION_MISSING where a margin is asked of rows without scores; KernelError when the device fails
   */
  of(bench: RewardBench, onProgress: RewardModelProgress): Promise<TrainedRewardModels> {
    const { backend, experiment, model, set } = bench;
    const { rm_steps, rm_margin, rm_center_rewards_coefficient, rm_members, max_length, eval_pairs, seed } = experiment;
    const settings = [rm_steps, rm_margin, rm_center_rewards_coefficient, rm_members, max_length, eval_pairs, seed];
    const key = [model.hash, backend.name, ...settings].join(' ');
    const ofRows = this.#known.get(set.train) ?? new Map<string, Promise<TrainedRewardModels>>();
    this.#known.set(set.train, ofRows);
    const known = ofRows.get(key);
    if (known !== undefined) return known;
    const made = train(bench, onProgress);
    ofRows.set(key, made);
    // Memory that ran out, a lost device or a stop must not be remembered.
    made.catch(() => ofRows.delete(key));
    return made;
  }
}

async function train(bench: RewardBench, onProgress: RewardModelProgress): Promise<TrainedRewardModels> {
  const { chunkLimit, experiment, model, plans } = bench;
  const { rm_members, rm_steps: steps, seed } = experiment;
  const pairs = bench.train.map(rewardPair);
  const scoreless = experiment.rm_margin === 0 ? -1 : pairs.findIndex(({ scores }) => scores === undefined);
  if (scoreless >= 0) {
    const row = bench.train[scoreless]?.row.prompt.trim().slice(0, PROMPT_SHOWN) ?? '';
    throw new EngineError('DATA_RELATION_MISSING', { relation: 'score_chosen, score_rejected', row });
  }
  const members: Float32Array[] = [];
  let finalLoss = 0;
  for (let member = 0; member < rm_members; member++) {
    const training: RewardTraining = {
      steps,
      margin: experiment.rm_margin,
      centring: experiment.rm_center_rewards_coefficient,
      seed: seed + MEMBER_SEEDS * member,
      batch: BATCH,
    };
    const onStep = async (done: number, _total: number, loss: number) => {
      finalLoss = loss;
      await onProgress(member * steps + done, rm_members * steps);
    };
    members.push(await trainRewardModel({ plans, model, pairs, chunkLimit, onStep }, training));
  }
  const accuracy = await heldOutAccuracy(bench, members);
  return { members, report: { accuracy, members: rm_members, steps, loss: finalLoss } };
}

const PROMPT_SHOWN = 60;
/** Seeds of members lie far apart, so that members of neighbouring seeds do not meet. */
const MEMBER_SEEDS = 1_000_003;

function rewardPair({ row, chosen, rejected }: TokenizedRow): RewardPair {
  const { score_chosen, score_rejected } = row;
  const pair = { chosen: chosen.ids, rejected: rejected.ids };
  return score_chosen === undefined || score_rejected === undefined
    ? pair
    : { ...pair, scores: [score_chosen, score_rejected] };
}

/** Share of held-out pairs whose chosen answer scores higher, by the members' mean; ties count half. */
async function heldOutAccuracy(
  { experiment, heldout, model, plans }: RewardBench,
  members: readonly Float32Array[],
): Promise<RewardModelReport['accuracy']> {
  const rows = heldout.slice(0, experiment.eval_pairs);
  const sequences = [...rows.map(({ chosen }) => chosen.ids), ...rows.map(({ rejected }) => rejected.ids)];
  const sums = new Float64Array(sequences.length);
  for (const weights of members) {
    const store = plans.backend.createStore(rewardLayout(model.config), { trainable: false });
    try {
      store.upload('parameters', weights);
      const rewards = await rewardSequences(plans, store, sequences);
      rewards.forEach((reward, i) => {
        sums[i] = (sums[i] as number) + reward;
      });
    } finally {
      await plans.release(store);
      store.dispose();
    }
  }
  const rate = winRate(
    Float64Array.from(rows, (_, i) => {
      const lead = (sums[i] as number) - (sums[rows.length + i] as number);
      return lead > 0 ? 1 : lead < 0 ? 0 : 0.5;
    }),
  );
  return rate === null ? null : { value: rate.rate, n: rate.n };
}
