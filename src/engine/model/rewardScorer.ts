/** Rewards of whole sequences under the weights of a reward model, packed. */
import type { Executor, ParameterStore } from '../../kernels/index.ts';
import type { PlanCache } from './PlanCache.ts';
import { checkContext, layoutSequences, rowBucket } from './scorer.ts';

/** Rows of one launch at most. */
const ROWS_MAX = 4096;
/** Stands behind a sequence, so that its last token has a row; never read. */
const BEHIND = 0;

/**
 * One reward a sequence: the score after its last token, in order. How they are packed depends on their lengths and order alone.
 *
 * @param store laid out by `rewardLayout`
 * @param sequences token ids, BOS to EOS. [N]
 * @throws RangeError for an empty sequence, or one beyond the context; KernelError when the device fails
 */
export async function rewardSequences(
  plans: PlanCache,
  store: ParameterStore,
  sequences: readonly (readonly number[])[],
): Promise<Float64Array> {
  const rewards = new Float64Array(sequences.length);
  let begin = 0;
  while (begin < sequences.length) {
    let end = begin;
    for (let rows = 0; end < sequences.length; end++) {
      rows += sequences[end]?.length ?? 0;
      if (end > begin && rows > ROWS_MAX) break;
    }
    const { scores } = await scoreChunk(plans, store, sequences.slice(begin, end), false);
    rewards.set(scores, begin);
    begin = end;
  }
  return rewards;
}

export interface ScoredChunk {
  /** Ran 'forward'; its activations stay. */
  readonly executor: Executor;
  /** M of its plan. */
  readonly rows: number;
  /** Row of each sequence's last token. [N] */
  readonly lastRows: readonly number[];
  /** [N] */
  readonly scores: Float64Array;
}

/** Some sequences through one plan. @throws as `rewardSequences` */
export async function scoreChunk(
  plans: PlanCache,
  store: ParameterStore,
  sequences: readonly (readonly number[])[],
  train: boolean,
): Promise<ScoredChunk> {
  if (sequences.some(({ length }) => length === 0)) throw new RangeError('an empty sequence has no reward');
  const followed = sequences.map((tokens) => [...tokens, BEHIND]);
  for (const tokens of followed) checkContext(tokens, plans.config.contextLength);
  const rows = rowBucket(sequences.reduce((sum, { length }) => sum + length, 0));
  const executor = await plans.reward(store, { rows, train });
  const { inputs, begins } = layoutSequences(followed, rows);
  executor.write('ids', inputs.ids);
  executor.write('positions', inputs.positions);
  executor.write('segments', inputs.segments);
  executor.run('forward');
  const all = await executor.read('scores'); // [M, 1]
  const lastRows = sequences.map(({ length }, n) => (begins[n] ?? 0) + length - 1);
  return { executor, rows, lastRows, scores: Float64Array.from(lastRows, (row) => all[row] ?? Number.NaN) };
}
