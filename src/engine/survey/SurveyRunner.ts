import type { BackendName } from '../../kernels/index.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { CellResult } from './cellResult.ts';
import { isHopeless } from './hopeless.ts';
import { type CellCost, costKey, measureCell, predictedSeconds } from './measureCell.ts';
import { type RunningCell, runCell, type SurveyEngine } from './runCell.ts';
import type { SurveyCell, SurveyPlan } from './surveyPlan.ts';

export interface SurveyState {
  /** `measured`: waits for the word to go on. `paused`: a cell may rest half done. */
  readonly phase: 'idle' | 'measuring' | 'measured' | 'running' | 'paused' | 'done';
  /** By cell id. */
  readonly results: Readonly<Record<string, CellResult>>;
  readonly current: { readonly cell: SurveyCell; readonly step: number; readonly steps: number } | null;
  /** How many of the different costs were measured, of how many. */
  readonly measured: { readonly done: number; readonly total: number };
  /** All that is left, on this machine; null until measured. */
  readonly secondsLeft: number | null;
  readonly backend: BackendName | null;
  /** Another run took the engine while the survey was going. */
  readonly wasOvertaken: boolean;
}

export interface SurveyOptions {
  readonly backend: 'auto' | BackendName;
  readonly tune: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onChange: (state: SurveyState) => void;
}

/** Run ids below this are no runs of the person's: they are neither listed nor offered to be resumed. */
const SURVEY_RUN = 'survey';

/**
 * Carries a plan out on one engine, a cell after the other: measures each different cost once, then runs what has no result
 * yet. Pausing rests the cell under way; a cell that another run overtook begins again. Page and command line use the same.
 */
export class SurveyRunner {
  readonly plan: SurveyPlan;
  private readonly engine: SurveyEngine;
  private readonly options: SurveyOptions;
  private readonly costs = new Map<string, CellCost | null>();
  private state: SurveyState;
  private running: RunningCell | null = null;
  private abandonMeasurement: (() => void) | null = null;
  private isGoing = false;
  private runs = 0;
  /** Of cells that ended in this sitting: what they took over what was predicted, preparation included. */
  private taken = { predicted: 0, real: 0 };

  /** @param results of an earlier sitting: their cells do not run again, those that failed do */
  constructor(
    plan: SurveyPlan,
    engine: SurveyEngine,
    options: SurveyOptions,
    results: Readonly<Record<string, CellResult>> = {},
  ) {
    this.plan = plan;
    this.engine = engine;
    this.options = options;
    const known = plan.cells.flatMap(({ id }) => {
      const result = results[id];
      return result === undefined || result.state === 'failed' ? [] : [[id, result] as const];
    });
    const isDone = known.length === plan.cells.length;
    this.state = {
      phase: isDone ? 'done' : 'idle',
      results: Object.fromEntries(known),
      current: null,
      measured: { done: 0, total: 0 },
      secondsLeft: null,
      backend: null,
      wasOvertaken: false,
    };
  }

  get current(): SurveyState {
    return this.state;
  }

  /** Measures what the cells that are left will take, and waits. Resolves when that is known, or when it was overtaken. */
  async measure(): Promise<void> {
    if (this.isGoing) return;
    this.isGoing = true;
    await this.measureAll();
    this.isGoing = false;
    if (this.state.phase === 'measuring') this.change({ phase: 'measured' });
  }

  /** Runs until all cells have a result, a pause or an overtaking. Resolves then. */
  async run(): Promise<void> {
    if (this.state.phase === 'paused' && this.running !== null) {
      this.change({ phase: 'running', wasOvertaken: false });
      this.running.resume();
      return;
    }
    if (this.isGoing) return;
    this.isGoing = true;
    if (await this.measureAll()) {
      this.change({ phase: 'running', wasOvertaken: false });
      await this.runAll();
    }
    this.isGoing = false;
  }

  pause(): void {
    if (this.abandonMeasurement !== null) this.overtake(false);
    if (this.state.phase !== 'running') return;
    this.change({ phase: 'paused' });
    this.running?.pause();
  }

  /** The engine is about to be another run's: what is under way is given up, results stay. */
  overtake(wasOvertaken = true): void {
    if (this.running === null && this.abandonMeasurement === null) return;
    this.change({ phase: 'paused', current: null, wasOvertaken });
    this.abandonMeasurement?.();
    this.running?.abandon();
    this.running = null;
  }

  private async measureAll(): Promise<boolean> {
    const left = this.left();
    const kinds = new Map(left.map(({ experiment }) => [costKey(experiment), experiment]));
    const unknown = [...kinds].filter(([key]) => !this.costs.has(key));
    if (unknown.length === 0) return true;
    this.change({ phase: 'measuring', measured: { done: 0, total: unknown.length }, wasOvertaken: false });
    for (const [index, [key, experiment]] of unknown.entries()) {
      const { backend, tune, now } = this.options;
      const measurement = measureCell(this.engine, this.nextRunId(), experiment, { backend, tune, now });
      this.abandonMeasurement = measurement.abandon;
      const cost = await measurement.cost;
      this.abandonMeasurement = null;
      if (this.state.phase !== 'measuring') return false;
      this.costs.set(key, cost);
      this.change({
        measured: { done: index + 1, total: unknown.length },
        backend: cost?.backend ?? this.state.backend,
      });
    }
    this.change({ secondsLeft: this.secondsLeft() });
    return true;
  }

  private async runAll(): Promise<void> {
    const { now, backend, tune } = this.options;
    // Of an earlier sitting that ended in the middle of a cell.
    this.engine.send({ type: 'deleteSnapshots', runId: SURVEY_RUN });
    for (const cell of this.left()) {
      const experiment = this.fitted(cell);
      const finished = this.plan.cells.flatMap(({ id, seed }) =>
        seed === cell.seed ? (this.state.results[id] ?? []) : [],
      );
      const runId = this.nextRunId();
      this.change({ current: { cell, step: 0, steps: experiment.max_steps } });
      this.running = runCell(this.engine, runId, experiment, {
        backend,
        tune,
        now,
        onProgress: (step) => this.change({ current: { cell, step, steps: experiment.max_steps } }),
        isHopeless: (point) => this.plan.kind === 'sweep' && isHopeless(point, experiment.max_steps, finished),
      });
      const result = await this.running.result;
      this.engine.send({ type: 'deleteSnapshots', runId });
      if (result === null) return; // Overtaken: the state says so.
      this.running = null;
      this.learn(experiment, result);
      this.state = { ...this.state, results: { ...this.state.results, [cell.id]: result } };
      this.change({ current: null, secondsLeft: this.secondsLeft() });
      if (this.state.phase === 'paused') return; // It ended before the pause arrived.
    }
    this.change({ phase: 'done', secondsLeft: 0 });
  }

  /**
   * The same token budget for all objectives: as many tokens as the experiment's steps would train on were they pairs. One that
   * reads more of a row takes fewer steps. A sweep's cells keep the steps that they name.
   */
  fitted({ experiment }: SurveyCell): Experiment {
    const cost = this.costs.get(costKey(experiment));
    if (this.plan.kind === 'sweep' || !cost || cost.tokensPerStep <= 0) return experiment;
    return { ...experiment, max_steps: stepsOfBudget(experiment.max_steps, cost) };
  }

  private left(): SurveyCell[] {
    return this.plan.cells.filter(({ id }) => this.state.results[id] === undefined);
  }

  private predicted(cell: SurveyCell): number {
    const cost = this.costs.get(costKey(cell.experiment));
    return cost ? predictedSeconds(this.fitted(cell), cost) : 0;
  }

  private secondsLeft(): number {
    const factor = this.taken.predicted > 0 ? this.taken.real / this.taken.predicted : 1;
    return factor * this.left().reduce((sum, cell) => sum + this.predicted(cell), 0);
  }

  /** Only a cell that took all of its steps tells how predictions and truth compare. */
  private learn(experiment: Experiment, { state, seconds, preparationSeconds }: CellResult): void {
    const cost = this.costs.get(costKey(experiment));
    if (state !== 'done' || !cost) return;
    const { predicted, real } = this.taken;
    this.taken = {
      predicted: predicted + predictedSeconds(experiment, cost),
      real: real + seconds + preparationSeconds,
    };
  }

  private nextRunId(): string {
    this.runs++;
    return `${SURVEY_RUN}/${this.runs}-${Math.round(this.options.now()).toString(36)}`;
  }

  private change(changes: Partial<SurveyState>): void {
    this.state = { ...this.state, ...changes };
    this.options.onChange(this.state);
  }
}

/** Steps that train on about as many tokens as `steps` steps of pairs; at least one. */
export function stepsOfBudget(
  steps: number,
  { tokensPerStep, pairTokensPerStep }: Pick<CellCost, 'tokensPerStep' | 'pairTokensPerStep'>,
): number {
  return Math.max(1, Math.round((steps * pairTokensPerStep) / tokensPerStep));
}
