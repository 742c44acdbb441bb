import type { TokenizedRow } from '../data/tokenizeRow.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { Evaluation, LiveSettings, PairScores, RunId, StepRecord } from '../protocol.ts';
import { type Checkpoint, type CheckpointComparison, compareCheckpoints } from './compareCheckpoints.ts';
import { dataOrder } from './dataOrder.ts';
import type { ObjectiveSettings } from './evaluateBatch.ts';
import { Evaluator } from './evaluator.ts';
import { LearnedParameters } from './LearnedParameters.ts';
import { pairScores } from './pairScores.ts';
import { scheduleFactor } from './schedule.ts';
import type { Snapshot } from './snapshot.ts';
import { ADAM_EPSILON, trainStep } from './step.ts';
import { stepMetrics } from './stepMetrics.ts';
import type { Workbench } from './workbench.ts';

export interface TrainedStep {
  readonly record: StepRecord;
  readonly chosenLogpPerToken: number;
  /** Of its first micro-batch. */
  readonly pairs: PairScores | null;
}

/** A run's numbers: what moves from step to step, without loop, events or storage. */
export class Trainer {
  readonly bench: Workbench;
  readonly #order: (consumed: number) => number;
  readonly #evaluator: Evaluator;
  #step = 0;
  #rowsConsumed = 0;
  #settings: Required<LiveSettings>;
  /** The objective's running statistics. */
  #methodState: Readonly<Record<string, number>>;
  readonly #parameters: LearnedParameters;

  constructor(bench: Workbench) {
    this.bench = bench;
    this.#order = dataOrder(bench.train.length, bench.experiment.seed);
    this.#evaluator = new Evaluator(bench);
    const { learning_rate, hyperparameters, loss } = bench.experiment;
    // A run stored before its method got another setting has none for it: the default is what it ran with.
    const defaults = defaultExperiment(loss).hyperparameters;
    this.#settings = { learning_rate, hyperparameters: { ...defaults, ...hyperparameters } };
    this.#methodState = bench.method.state ?? {};
    this.#parameters = new LearnedParameters(bench.method, bench.model.config.hiddenSize);
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** The objective's settings and what it kept, as the next step finds them. */
  get objective(): ObjectiveSettings {
    return { hyper: this.#settings.hyperparameters, state: this.#methodState, parameters: this.#parameters.values };
  }

  get settings(): Required<LiveSettings> {
    return this.#settings;
  }

  /** What may change while running; takes effect with the next step. */
  set(settings: LiveSettings): void {
    this.#settings = {
      learning_rate: settings.learning_rate ?? this.#settings.learning_rate,
      hyperparameters: { ...this.#settings.hyperparameters, ...settings.hyperparameters },
    };
  }

  async train(): Promise<TrainedStep> {
    const { experiment } = this.bench;
    const microBatches = Array.from({ length: experiment.gradient_accumulation_steps }, () =>
      Array.from({ length: experiment.per_device_train_batch_size }, () => this.#nextRow()),
    );
    const schedule = {
      name: experiment.lr_scheduler_type,
      warmupSteps: experiment.warmup_steps,
      totalSteps: experiment.max_steps,
    };
    const learningRate = this.#settings.learning_rate * scheduleFactor(schedule, this.#step);
    const { objective } = this;
    const { batches, gradNorm, state } = await trainStep(this.bench, microBatches, objective, {
      learningRate,
      step: this.#step + 1,
    });
    this.#methodState = state;
    this.#parameters.update(
      batches.map(({ parameterGradients }) => parameterGradients),
      {
        hyper: objective.hyper,
        learningRate,
        beta1: experiment.adam_beta1,
        beta2: experiment.adam_beta2,
        eps: ADAM_EPSILON,
      },
    );
    this.#step++;
    const { values, chosenLogpPerToken } = stepMetrics(batches, gradNorm, learningRate);
    const [first] = batches;
    const pairs = first === undefined ? null : pairScores(this.bench.method, first);
    return { record: { step: this.#step, values }, chosenLogpPerToken, pairs };
  }

  /** @param onProgress of the evaluation's parts, 0..1 */
  evaluate(onProgress?: (done: number, total: number) => void): Promise<Evaluation> {
    return this.#evaluator.evaluate(this.#step, this.objective, onProgress);
  }

  /** The checkpoints of this run against each other; the policy stays as it is. */
  compareCheckpoints(
    checkpoints: readonly Checkpoint[],
    onProgress?: (done: number, total: number) => void,
  ): Promise<CheckpointComparison> {
    return compareCheckpoints(this.bench, this.#evaluator, checkpoints, onProgress);
  }

  async capture(
    runId: RunId,
    savedAt: number,
    records: readonly StepRecord[],
    evaluations: readonly Evaluation[],
  ): Promise<Snapshot> {
    const { bench } = this;
    return {
      runId,
      step: this.#step,
      savedAt,
      experiment: bench.experiment,
      settings: this.#settings,
      rowsConsumed: this.#rowsConsumed,
      methodState: this.#methodState,
      methodParameters: this.#parameters.store(),
      modelHash: bench.model.hash,
      parameters: await bench.policy.download('parameters'),
      expAvg: await bench.policy.download('exp_avg'),
      expAvgSq: await bench.policy.download('exp_avg_sq'),
      records: [...records],
      evaluations: [...evaluations],
      variants: bench.backend.variants,
    };
  }

  restore(snapshot: Snapshot): void {
    const { policy, model } = this.bench;
    policy.upload('parameters', snapshot.parameters);
    policy.upload('exp_avg', snapshot.expAvg);
    policy.upload('exp_avg_sq', snapshot.expAvgSq);
    policy.upload('gradients', new Float32Array(model.layout.length)); // A step cut short may have left some.
    this.#step = snapshot.step;
    this.#rowsConsumed = snapshot.rowsConsumed;
    this.#methodState = snapshot.methodState ?? this.bench.method.state ?? {};
    this.#parameters.restore(snapshot.methodParameters);
    this.set(snapshot.settings);
  }

  #nextRow(): TokenizedRow {
    const row = this.bench.train[this.#order(this.#rowsConsumed++)];
    if (row === undefined) throw new RangeError('the data order left the rows');
    return row;
  }
}
