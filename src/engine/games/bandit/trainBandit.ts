import { banditFigures } from './banditFigures.ts';
import { type HypoSettings, hypoGradient } from './hypoGradient.ts';
import type { Bandit, BanditFigures } from './types.ts';

export interface BanditPoint extends BanditFigures {
  readonly step: number;
}

/** Figures are taken at about this many steps, evenly. */
const POINTS = 200;
const BLOCK = 20;

/**
 * Gradient descent on HyPO's exact loss, from the reference on. The loss is summed over contexts where
 * they share nothing, averaged where they share parameters. Yields the share that is done.
 *
 * @param learningRate step in logits
 */
export function* trainBandit(
  bandit: Bandit,
  settings: HypoSettings & { readonly learningRate: number; readonly steps: number },
): Generator<number, readonly BanditPoint[]> {
  const logits = bandit.referenceLogits.map((row) => Float64Array.from(row));
  const stride = Math.max(1, Math.round(settings.steps / POINTS));
  const points: BanditPoint[] = [{ step: 0, ...banditFigures(bandit, logits) }];
  for (let step = 1; step <= settings.steps; step++) {
    descend(
      bandit,
      logits,
      logits.map((row, c) => hypoGradient(bandit, c, row, settings)),
      settings.learningRate,
    );
    if (step % stride === 0 || step === settings.steps) points.push({ step, ...banditFigures(bandit, logits) });
    if (step % BLOCK === 0) yield step / settings.steps;
  }
  return points;
}

/** A step of the parameters, seen in the logits: with features every one of them moves. */
function descend(
  { features }: Bandit,
  logits: readonly Float64Array[],
  gradient: readonly Float64Array[],
  rate: number,
): void {
  if (features === null) {
    for (const [c, row] of logits.entries()) {
      for (let a = 0; a < row.length; a++) row[a] = (row[a] ?? 0) - rate * (gradient[c]?.[a] ?? 0);
    }
    return;
  }
  const size = features[0]?.[0]?.length ?? 0;
  const slope = new Float64Array(size);
  const each = (visit: (feature: Float64Array, c: number, a: number) => void) => {
    for (const [c, rows] of features.entries()) for (const [a, feature] of rows.entries()) visit(feature, c, a);
  };
  // By the mean over contexts: they pull at the same parameters.
  each((feature, c, a) => {
    for (let d = 0; d < size; d++)
      slope[d] = (slope[d] ?? 0) + ((gradient[c]?.[a] ?? 0) * (feature[d] ?? 0)) / logits.length;
  });
  each((feature, c, a) => {
    const row = logits[c] as Float64Array;
    let move = 0;
    for (let d = 0; d < size; d++) move += (feature[d] ?? 0) * (slope[d] ?? 0);
    row[a] = (row[a] ?? 0) - rate * move;
  });
}
