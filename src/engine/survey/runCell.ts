import type { BackendName } from '../../kernels/index.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { EngineCommand, EngineEvent, Evaluation, Preflight, RunId } from '../protocol.ts';
import type { CellResult } from './cellResult.ts';
import { judgedPoint } from './hopeless.ts';

/** An engine, in a worker of this page or in a headless browser. */
export interface SurveyEngine {
  send(command: EngineCommand): unknown;
  /** Returns the unsubscribe function. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

export interface CellOptions {
  readonly backend: 'auto' | BackendName;
  readonly tune: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onProgress: (step: number) => void;
  /** Asked at every evaluation but the last: whether to stop here. */
  readonly isHopeless: (point: { step: number; value: number; n: number }) => boolean;
}

/** A cell under way. */
export interface RunningCell {
  /** null: another run has taken the engine; the cell is as if it had not begun. */
  readonly result: Promise<CellResult | null>;
  pause(): void;
  resume(): void;
  abandon(): void;
}

/** Runs one experiment from prepare to its end, and keeps what the table needs of it. Never rejects. */
export function runCell(
  engine: SurveyEngine,
  runId: RunId,
  experiment: Experiment,
  { backend, tune, now, onProgress, isHopeless }: CellOptions,
): RunningCell {
  const steps = experiment.max_steps;
  let evaluations: Evaluation[] = [];
  let preflight: Preflight | null = null;
  let step = 0;
  let trainedMs = 0;
  let runningSince: number | null = null;
  let preparationMs: number | null = null;
  let isPaused = false;
  /** The evaluation that judged it so: how many steps more it takes until it hears of it is chance. */
  let hopelessAt: number | null = null;
  const begun = now();
  let settle: (result: CellResult | null) => void = () => undefined;
  let unsubscribe: () => void = () => undefined;
  const settled = new Promise<CellResult | null>((resolve) => {
    settle = (result) => {
      unsubscribe();
      resolve(result);
    };
  });
  const stopClock = () => {
    if (runningSince !== null) trainedMs += now() - runningSince;
    runningSince = null;
  };
  const end = (state: CellResult['state'], failure: CellResult['failure'] = null) => {
    stopClock();
    if (hopelessAt !== null) step = hopelessAt;
    const curve = evaluations.flatMap(({ step: at, values }) => judgedPoint(at, values) ?? []);
    settle({
      state,
      step,
      steps,
      tokens: Math.round((preflight?.tokens.perStep ?? 0) * step),
      seconds: trainedMs / 1000,
      preparationSeconds: (preparationMs ?? now() - begun) / 1000,
      first: evaluations[0]?.values ?? {},
      last: evaluations.at(-1)?.values ?? {},
      curve,
      failure,
    });
  };
  const hear = (event: EngineEvent) => {
    if (event.type === 'error' && (event.runId === runId || event.runId === null)) {
      const { code, data } = event;
      end(code === 'LOSS_NOT_FINITE' || code === 'LOSS_DIVERGED' ? 'diverged' : 'failed', { code, data });
      return;
    }
    if (!('runId' in event) || event.runId !== runId) return;
    switch (event.type) {
      case 'preflight':
        preflight = event.preflight;
        return;
      case 'state':
        step = Math.max(step, event.step);
        if (event.state === 'running') {
          preparationMs ??= now() - begun;
          runningSince ??= now();
          if (isPaused) engine.send({ type: 'pause', runId }); // It was being prepared when the pause came.
        } else stopClock();
        if (event.state === 'finished') end('done');
        if (event.state === 'stopped') end(hopelessAt === null ? 'failed' : 'hopeless');
        return;
      case 'steps':
        step = event.records.at(-1)?.step ?? step;
        onProgress(step);
        return;
      case 'recovered':
      case 'rewound':
        step = event.step;
        evaluations = evaluations.filter((evaluation) => evaluation.step <= step);
        return;
      case 'evaluation': {
        const { evaluation } = event;
        evaluations = [...evaluations.filter((known) => known.step < evaluation.step), evaluation];
        const point = judgedPoint(evaluation.step, evaluation.values);
        if (point === null || hopelessAt !== null || !isHopeless(point)) return;
        hopelessAt = evaluation.step;
        engine.send({ type: 'stop', runId });
        return;
      }
      default:
        return;
    }
  };
  unsubscribe = engine.subscribe(hear);
  engine.send({ type: 'prepare', runId, experiment, backend, autostart: true, tune });
  return {
    result: settled,
    pause() {
      isPaused = true;
      engine.send({ type: 'pause', runId });
    },
    resume() {
      isPaused = false;
      engine.send({ type: 'start', runId });
    },
    abandon: () => settle(null),
  };
}
