import type { BackendName } from '../../kernels/index.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Preflight, RunId } from '../protocol.ts';
import type { SurveyEngine } from './runCell.ts';

/** What a cell will take, measured on this machine before anything is trained. */
export interface CellCost {
  readonly secondsPerStep: number;
  /** Of an evaluation of the untouched policy. */
  readonly secondsPerEvaluation: number;
  readonly tokensPerStep: number;
  readonly pairTokensPerStep: number;
  readonly backend: BackendName;
}

/** Everything that a step's or an evaluation's time depends on; cells that agree in it are measured once. */
export function costKey(experiment: Experiment): string {
  const { model, data, data_hash, loss, objective, max_length, per_device_train_batch_size } = experiment;
  const { gradient_accumulation_steps, eval_pairs, eval_prompts, max_completion_length } = experiment;
  const rows = [per_device_train_batch_size, gradient_accumulation_steps, max_length];
  const yardstick = [eval_pairs, eval_prompts, max_completion_length];
  return JSON.stringify([model, data, data_hash, loss, objective, ...rows, ...yardstick]);
}

/** Steps and evaluations, the one before the first step among them. Preparation is left out. */
export function predictedSeconds({ max_steps, eval_steps }: Experiment, cost: CellCost): number {
  const evaluations = 1 + Math.ceil(max_steps / eval_steps);
  return max_steps * cost.secondsPerStep + evaluations * cost.secondsPerEvaluation;
}

export interface Measurement {
  /** null where the cell cannot be prepared (running it will say why), or where another run took the engine. */
  readonly cost: Promise<CellCost | null>;
  abandon(): void;
}

/** Prepares a cell without training: the preflight times a step, then one evaluation is timed. */
export function measureCell(
  engine: SurveyEngine,
  runId: RunId,
  experiment: Experiment,
  { backend, tune, now }: { backend: 'auto' | BackendName; tune: boolean; now: () => number },
): Measurement {
  let settle: (cost: CellCost | null) => void = () => undefined;
  const cost = new Promise<CellCost | null>((resolve) => {
    let preflight: Preflight | null = null;
    let asked = 0;
    const unsubscribe = engine.subscribe((event) => {
      if (event.type === 'error' && (event.runId === runId || event.runId === null)) settle(null);
      if (!('runId' in event) || event.runId !== runId) return;
      if (event.type === 'preflight') preflight = event.preflight;
      if (event.type === 'state' && event.state === 'ready') {
        asked = now();
        engine.send({ type: 'evaluate', runId });
      }
      if (event.type !== 'evaluation' || preflight === null) return;
      settle({
        secondsPerStep: preflight.secondsPerStep ?? 0,
        secondsPerEvaluation: (now() - asked) / 1000,
        tokensPerStep: preflight.tokens.perStep,
        pairTokensPerStep: preflight.tokens.pairsPerStep,
        backend: preflight.backend,
      });
    });
    settle = (found) => {
      unsubscribe();
      resolve(found);
    };
  });
  engine.send({ type: 'prepare', runId, experiment, backend, autostart: false, tune });
  return { cost, abandon: () => settle(null) };
}
