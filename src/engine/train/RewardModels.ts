import { tokenizeRows } from '../data/tokenizeRelations.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import { EngineError } from '../errors.ts';
import type { MethodNeeds } from '../methods/types.ts';
import type { MetricValue } from '../metrics/types.ts';
import { winRate } from '../metrics/winRate.ts';
import { rewardLayout } from '../model/layout.ts';
import { rewardSequences } from '../model/rewardScorer.ts';
import type { RewardModelReport } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';
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
    const { rm_steps, rm_margin, rm_center_rewards_coefficient, rm_members, rm_intra_weight } = experiment;
    const { max_length, eval_pairs, seed } = experiment;
    const own = [rm_steps, rm_margin, rm_center_rewards_coefficient, rm_members, rm_intra_weight];
    const settings = [...own, max_length, eval_pairs, seed];
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
  const { rm_intra_weight: intraWeight } = experiment;
  const rows = intraWeight === 0 ? bench.train : withPrompts(bench, bench.set.train);
  const pairs = rows.map((row) => rewardPair(row, intraWeight !== 0));
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
      intraWeight,
    };
    const onStep = async (done: number, _total: number, loss: number) => {
      finalLoss = loss;
      await onProgress(member * steps + done, rm_members * steps);
    };
    members.push(await trainRewardModel({ plans, model, pairs, chunkLimit, onStep }, training));
  }
  const heldout = bench.heldout.slice(0, experiment.eval_pairs).map((row) => rewardPair(row, false));
  const accuracy = await pairAccuracy(
    bench,
    members,
    heldout.map(({ chosen, rejected }) => [chosen, rejected]),
  );
  const promptAccuracy = await pairAccuracy(bench, members, promptProbes(bench));
  return { members, report: { accuracy, promptAccuracy, members: rm_members, steps, loss: finalLoss } };
}

const PROMPT_SHOWN = 60;
/** Seeds of members lie far apart, so that members of neighbouring seeds do not meet. */
const MEMBER_SEEDS = 1_000_003;

/** What compares prompts: the chosen answer after one that it satisfies, and after one that it violates. */
const PROMPT_NEEDS: MethodNeeds = {
  relation: 'pair',
  references: [],
  reduction: 'sum',
  sides: ['satisfied', 'violated'],
};

/** @throws EngineError DATA_RELATION_MISSING for rows without such prompts */
function withPrompts({ experiment, model, set }: RewardBench, rows: readonly PreferenceRow[]): TokenizedRow[] {
  const { contextLength } = model.config;
  const maxLength = Math.min(experiment.max_length, contextLength);
  return tokenizeRows(model.tokenizer, set, rows, PROMPT_NEEDS, { maxLength, contextLength, seed: experiment.seed });
}

/** Held-out answers after both prompts; none where the rows have no such prompts. */
function promptProbes(bench: RewardBench): (readonly [readonly number[], readonly number[]])[] {
  const rows = bench.set.heldout.slice(0, bench.experiment.eval_pairs);
  try {
    return withPrompts(bench, rows).map(({ relations }) => [
      relations?.satisfied?.ids ?? [],
      relations?.violated?.ids ?? [],
    ]);
  } catch (failure) {
    if (failure instanceof EngineError && failure.code === 'DATA_RELATION_MISSING') return [];
    throw failure;
  }
}

function rewardPair(tokenized: TokenizedRow, withPrompts: boolean): RewardPair {
  const { row, chosen, rejected } = tokenized;
  const { score_chosen, score_rejected } = row;
  const hasScores = score_chosen !== undefined && score_rejected !== undefined;
  const pair: RewardPair = {
    chosen: chosen.ids,
    rejected: rejected.ids,
    ...(hasScores && { scores: [score_chosen, score_rejected] as const }),
  };
  if (!withPrompts) return pair;
  return {
    ...pair,
    // Made when a step first asks for them: a world writes them anew from its rules.
    get prompts() {
      const { satisfied, violated } = tokenized.relations ?? {};
      return { satisfied: satisfied?.ids ?? [], violated: violated?.ids ?? [] };
    },
  };
}

/** Share of pairs whose first sequence scores higher, by the members' mean; ties count half. Null without pairs. */
async function pairAccuracy(
  { model, plans }: RewardBench,
  members: readonly Float32Array[],
  rows: readonly (readonly [readonly number[], readonly number[]])[],
): Promise<MetricValue | null> {
  const sequences = [...rows.map(([first]) => first), ...rows.map(([, second]) => second)];
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
