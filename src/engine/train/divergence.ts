import type { EngineErrorCode, ErrorData } from '../errors.ts';
import type { MetricValues } from '../metrics/types.ts';

/** Answers this much less likely than a uniform guess, per token and in units of ln V, mean that the model is destroyed. */
const RUINED = 2;
/** A gradient norm this many times the run's typical one, this often in a row, is an explosion. */
const EXPLOSION = 50;
const EXPLOSION_STEPS = 3;

export interface DivergenceAlarm {
  readonly code: EngineErrorCode;
  readonly data: ErrorData;
}

/**
 * Watches a run for the states from which it does not come back. Returns the alarm once, or null.
 *
 * @param vocabulary V, for the uniform guess
 * @param began the chosen answers' log-prob a token at step 1, nats, where the run is already past it
 */
export function divergenceWatch(
  vocabulary: number,
  began?: number,
): (step: number, values: MetricValues, chosenLogpPerToken: number) => DivergenceAlarm | null {
  const norms: number[] = [];
  let explosive = 0;
  const ruined = -RUINED * Math.log(vocabulary);
  // Text that the model never saw may begin below a uniform guess.
  const floorFrom = (first: number) => (first < -Math.log(vocabulary) ? ruined + first : ruined);
  let floor = began === undefined ? ruined : floorFrom(began);
  return (step, values, chosenLogpPerToken) => {
    for (const name of ['loss', 'grad_norm', 'logps/chosen']) {
      const value = values[name]?.value;
      if (value !== undefined && !Number.isFinite(value)) {
        return { code: 'LOSS_NOT_FINITE', data: { step, metric: name, cause: likelyCause(values) } };
      }
    }
    // Step 1 is scored before anything is learnt.
    if (step === 1) floor = floorFrom(chosenLogpPerToken);
    if (chosenLogpPerToken < floor) {
      return { code: 'LOSS_DIVERGED', data: { step, metric: 'logps/chosen', cause: 'learning_rate' } };
    }
    const norm = values.grad_norm?.value ?? 0;
    const typical =
      norms.length < 10 ? Number.POSITIVE_INFINITY : (norms.toSorted((a, b) => a - b)[norms.length >> 1] ?? 0);
    explosive = norm > EXPLOSION * typical ? explosive + 1 : 0;
    if (explosive === 0) norms.push(norm);
    if (norms.length > 100) norms.shift();
    return explosive >= EXPLOSION_STEPS
      ? { code: 'LOSS_DIVERGED', data: { step, metric: 'grad_norm', cause: likelyCause(values) } }
      : null;
  };
}

/** A rate far above what small models stand is the usual suspect; else the objective's own scale. */
function likelyCause(values: MetricValues): string {
  return (values.learning_rate?.value ?? 0) >= 3e-3 ? 'learning_rate' : 'objective';
}
