import type { BackendName, EngineEvent, Evaluation, Experiment, RunId, StepRecord } from '../../src/engine/index.ts';
import type { HeadlessEngine } from './runHeadless.ts';

export interface HeadlessRun {
  readonly runId: RunId;
  readonly records: readonly StepRecord[];
  readonly evaluations: readonly Evaluation[];
  readonly backend: BackendName;
  readonly adapter: string;
  readonly variants: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly backend: 'auto' | BackendName;
  readonly tune: boolean;
  readonly onEvaluation?: (evaluation: Evaluation) => void;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** Runs one experiment to its end. @throws Error with the engine's code and data when the run fails */
export function runExperiment(
  engine: HeadlessEngine,
  experiment: Experiment,
  options: RunOptions,
): Promise<HeadlessRun> {
  const runId = `headless-${experiment.loss}-${experiment.seed}`;
  const records: StepRecord[] = [];
  const evaluations: Evaluation[] = [];
  let device: Extract<EngineEvent, { type: 'device' }> | null = null;
  return new Promise((resolve, reject) => {
    const unsubscribe = engine.subscribe((event) => {
      options.onEvent?.(event);
      if (event.type === 'device') device = event;
      if (event.type === 'error') {
        unsubscribe();
        reject(new Error(`${event.code} ${JSON.stringify(event.data)}`));
      }
      if (!('runId' in event) || event.runId !== runId) return;
      if (event.type === 'steps') records.push(...event.records);
      if (event.type === 'evaluation') {
        evaluations.push(event.evaluation);
        options.onEvaluation?.(event.evaluation);
      }
      if (event.type === 'state' && event.state === 'finished') {
        unsubscribe();
        const { adapter } = device?.diagnosis ?? {};
        resolve({
          runId,
          records,
          evaluations,
          backend: device?.backend ?? 'cpu',
          adapter: adapter
            ? [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(' ')
            : 'none',
          variants: device?.variants ?? {},
        });
      }
    });
    engine
      .send({ type: 'prepare', runId, experiment, backend: options.backend, autostart: true, tune: options.tune })
      .catch(reject);
  });
}
