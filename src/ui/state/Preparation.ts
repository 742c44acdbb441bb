import { type EngineCommand, withoutSurvey } from '../../engine/index.ts';
import { beginRivals } from './Rival.ts';
import { beginRun } from './runState.ts';
import type { Stores } from './stores.ts';

/** What is to follow once a run is prepared. */
export type Intent = 'run' | 'step' | 'check';

/** How a run begins: it is prepared first, and goes on as it was meant to once it is known to fit. */
export class Preparation {
  private readonly stores: Stores;
  private intent: Intent = 'check';
  private count = 0;

  constructor(stores: Stores) {
    this.stores = stores;
  }

  /**
   * A run of the form's experiment takes the stores.
   *
   * @param resumeFrom the run whose newest snapshot it goes on from
   * @returns what the engine is to be told
   */
  begin(intent: Intent, resumeFrom?: string): Extract<EngineCommand, { type: 'prepare' }> {
    const { experiment: edited, preferences, run, rivals, series } = this.stores;
    this.intent = intent;
    this.count++;
    const runId = `run-${Date.now().toString(36)}-${this.count}`;
    const experiment = withoutSurvey(edited.getState().experiment);
    if (run.getState().shown !== 'recorded') series.clear();
    run.setState(beginRun(run.getState(), runId, experiment), true);
    rivals.setState(beginRivals(runId, experiment), true);
    return {
      type: 'prepare',
      runId,
      experiment,
      backend: preferences.getState().backend,
      tune: true,
      autostart: false, // the preflight speaks first: see `whenReady`
      ...(resumeFrom === undefined ? {} : { resumeFrom }),
    };
  }

  /** Prepared: go on as meant, unless the run would not fit this device (then the page asks). @returns what to tell the engine */
  whenReady(runId: string): EngineCommand | null {
    const { preflight } = this.stores.run.getState();
    const limit = preflight?.memory.limitBytes ?? null;
    const fits = preflight === null || limit === null || preflight.memory.totalBytes <= limit;
    const { intent } = this;
    this.rest();
    if (intent === 'step') return { type: 'step', runId, count: 1 };
    return intent === 'run' && fits ? { type: 'start', runId } : null;
  }

  /** Nothing is to follow. */
  rest(): void {
    this.intent = 'check';
  }
}
