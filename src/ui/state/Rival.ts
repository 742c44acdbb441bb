import {
  type EngineEvent,
  type Experiment,
  type MethodDefinition,
  rivalExperiment,
  rivalRunId,
  rivalsOf,
} from '../../engine/index.ts';
import { RunSeries } from '../series/RunSeries.ts';
import { feedSeries } from './feedSeries.ts';
import { beginRun, EMPTY_RUN, type RunView, reduceRun } from './runState.ts';

/** Another objective of the race on screen. Outside React, as curves are: charts and the table look when the revision moves. */
export class Rival {
  readonly id: string;
  readonly method: MethodDefinition;
  readonly experiment: Experiment;
  readonly series = new RunSeries();
  private current: RunView;

  constructor(id: string, method: MethodDefinition, experiment: Experiment) {
    this.id = id;
    this.method = method;
    this.experiment = experiment;
    this.current = beginRun(EMPTY_RUN, id, experiment);
  }

  /** What is known of it, as of a run of its own. */
  get view(): RunView {
    return this.current;
  }

  receive(event: EngineEvent): void {
    const after = reduceRun(this.current, event);
    if (after === this.current) return;
    this.current = after;
    feedSeries(this.series, event);
  }
}

/** The rivals of a run that is about to begin. */
export function beginRivals(runId: string, experiment: Experiment): Rival[] {
  return rivalsOf(experiment).map(
    (method) => new Rival(rivalRunId(runId, method.id), method, rivalExperiment(experiment, method)),
  );
}
