import type { ParameterStore } from '../../kernels/index.ts';
import { tokenizeCompletion } from '../data/tokenizeRow.ts';
import { EngineError } from '../errors.ts';
import { attributesJudge } from '../judges/attributesJudge.ts';
import { ensemble } from '../judges/ensemble.ts';
import { goldJudge } from '../judges/goldJudge.ts';
import { type CompletionLogps, implicitJudge } from '../judges/implicitJudge.ts';
import { type JudgeId, judgeObstacle } from '../judges/judgeIds.ts';
import { labelsJudge } from '../judges/labelsJudge.ts';
import { lengthJudge } from '../judges/lengthJudge.ts';
import { type LengthScore, lengthScoreOf } from '../judges/lengthScore.ts';
import { rewardModelJudge } from '../judges/rewardModelJudge.ts';
import { symmetrised } from '../judges/symmetrised.ts';
import type { Judge } from '../judges/types.ts';
import { verifierJudge } from '../judges/verifierJudge.ts';
import { withLengthBias } from '../judges/withLengthBias.ts';
import { withNoise } from '../judges/withNoise.ts';
import { rewardLayout } from '../model/layout.ts';
import { rewardSequences } from '../model/rewardScorer.ts';
import { scoreSequences } from '../model/scorer.ts';
import type { RewardModelReport } from '../protocol.ts';
import type { RewardModelProgress, RewardModels } from './RewardModels.ts';
import type { Workbench } from './workbench.ts';

export interface ReadyJudges {
  /** Null where it needs a world and the rows have none. */
  readonly training: Judge | null;
  readonly gold: Judge | null;
  /** Where one of the two is a reward model. */
  readonly rewardModel: RewardModelReport | null;
}

type JudgedBench = Omit<Workbench, 'judges' | 'dispose'>;

/** β of the implicit reward where the objective has none: verdicts do not depend on it. */
const IMPLICIT_BETA = 0.1;

/** The two judges that an experiment names. A reward model is trained when they are first asked for. */
export class ExperimentJudges {
  readonly #bench: JudgedBench;
  readonly #rewardModels: RewardModels;
  readonly #beside: ExperimentJudges | undefined;
  readonly #lengthScore: LengthScore;
  readonly #stores: ParameterStore[] = [];
  #ready: Promise<ReadyJudges> | null = null;
  #rewardJudge: Promise<{ judge: Judge; report: RewardModelReport }> | null = null;

  /** @param beside of the race it takes part in: its reward model is used */
  constructor(bench: JudgedBench, rewardModels: RewardModels, beside?: ExperimentJudges) {
    this.#bench = bench;
    this.#rewardModels = rewardModels;
    this.#beside = beside;
    this.#lengthScore = lengthScoreOf(bench.set);
  }

  /**
   * @param onProgress of the reward model's training; may throw to end it
   * @throws EngineError JUDGE_UNAVAILABLE {judge, reason}; as `RewardModels.of`
   */
  ready(onProgress: RewardModelProgress = () => undefined): Promise<ReadyJudges> {
    this.#ready ??= this.#prepare(onProgress).catch((failure: unknown) => {
      this.#ready = null;
      throw failure;
    });
    return this.#ready;
  }

  async dispose(): Promise<void> {
    for (const store of this.#stores.splice(0)) {
      await this.#bench.plans.release(store);
      store.dispose();
    }
  }

  async #prepare(onProgress: RewardModelProgress): Promise<ReadyJudges> {
    const { judge, gold_judge } = this.#bench.experiment;
    const training = await this.#judge(judge, onProgress);
    const gold = await this.#judge(gold_judge, onProgress);
    const isTrained = judge === 'reward_bt' || gold_judge === 'reward_bt';
    const rewardModel = isTrained ? (await this.#trained(onProgress)).report : null;
    return { training: training && this.#wrapped(training), gold, rewardModel };
  }

  async #judge(id: JudgeId, onProgress: RewardModelProgress): Promise<Judge | null> {
    const { set, experiment } = this.#bench;
    const { world, knobs } = set;
    const obstacle = judgeObstacle(id, world);
    // The two that every experiment starts with stay silent about rows that nobody can judge.
    if (obstacle === 'no_world' && (id === 'labels' || id === 'gold')) return null;
    if (obstacle !== null) throw new EngineError('JUDGE_UNAVAILABLE', { judge: id, reason: obstacle });
    switch (id) {
      case 'labels':
        return world && labelsJudge(world, knobs);
      case 'gold':
        return world && goldJudge(world, knobs);
      case 'verifier':
        return world && verifierJudge(world);
      case 'attributes':
        return world && attributesJudge(world);
      case 'length':
        return lengthJudge(this.#lengthScore);
      case 'implicit':
        return implicitJudge(this.#completionLogps, experiment.hyperparameters.beta ?? IMPLICIT_BETA);
      case 'reward_bt':
        return (await this.#trained(onProgress)).judge;
    }
  }

  /** Length bias first, then errors, then both orders: errors that depend on the order cancel. */
  #wrapped(judge: Judge): Judge {
    const { judge_kappa, judge_epsilon, judge_symmetrised, seed } = this.#bench.experiment;
    const biased = judge_kappa === 0 ? judge : withLengthBias(judge, judge_kappa, this.#lengthScore);
    const erring = judge_epsilon === 0 ? biased : withNoise(biased, judge_epsilon, seed);
    return judge_symmetrised === 'on' ? symmetrised(erring) : erring;
  }

  #trained(onProgress: RewardModelProgress): Promise<{ judge: Judge; report: RewardModelReport }> {
    if (this.#beside !== undefined) return this.#beside.#trained(onProgress);
    this.#rewardJudge ??= this.#openRewardModels(onProgress).catch((failure: unknown) => {
      this.#rewardJudge = null;
      throw failure;
    });
    return this.#rewardJudge;
  }

  async #openRewardModels(onProgress: RewardModelProgress): Promise<{ judge: Judge; report: RewardModelReport }> {
    const { backend, model, plans } = this.#bench;
    const { members, report } = await this.#rewardModels.of(this.#bench, onProgress);
    const judges = members.map((weights, index) => {
      const store = backend.createStore(rewardLayout(model.config), { trainable: false });
      store.upload('parameters', weights);
      this.#stores.push(store);
      return rewardModelJudge(`reward_bt/${index}`, (prompts, completions) =>
        rewardSequences(
          plans,
          store,
          this.#sequences(prompts, completions).map(({ ids }) => ids),
        ),
      );
    });
    const [only] = judges;
    return { judge: judges.length === 1 && only ? only : ensemble('reward_bt', judges), report };
  }

  readonly #completionLogps: CompletionLogps = async (prompts, completions) => {
    const { plans, policy, reference } = this.#bench;
    const sequences = this.#sequences(prompts, completions);
    const ids = sequences.map((sequence) => sequence.ids);
    const under = async (store: ParameterStore) => {
      const scores = await scoreSequences(plans, store, ids);
      return Float64Array.from(scores, ({ logps }, i) =>
        logps.slice(logps.length - (sequences[i]?.completionLength ?? 0)).reduce((sum, logp) => sum + logp, 0),
      );
    };
    return { policy: await under(policy), reference: await under(reference) };
  };

  #sequences(prompts: readonly string[], completions: readonly string[]) {
    const { experiment, model } = this.#bench;
    const maxLength = Math.min(experiment.max_length, model.config.contextLength);
    return completions.map((completion, i) =>
      tokenizeCompletion(model.tokenizer, prompts[i] ?? '', completion, maxLength),
    );
  }
}
