import { fitLogistic, type LogisticPenalty, type LogisticRows } from './fitLogistic.ts';
import { groupFolds } from './groupFolds.ts';

/** 10⁻⁴ … 10⁴, evenly spaced in the exponent. */
const CANDIDATES: readonly number[] = Array.from({ length: 10 }, (_, i) => 10 ** (-4 + (8 * i) / 9));
const FOLDS = 5;

export interface InverseStrengths {
  readonly best: number;
  readonly candidates: readonly number[];
  /** Mean over folds of the held-out rows' mean weighted log loss. */
  readonly losses: readonly number[];
}

/**
 * The L1 penalty's inverse strength with the least log loss on held-out rows, from five folds (`groupFolds`). A row is in one fold with
 * both its outcomes. As published, but for the solver: where the original's stops early, losses differ in the sixth digit, and near
 * the best strength a neighbour may win there.
 */
export function pickInverseStrength(rows: LogisticRows, penalty: Omit<LogisticPenalty, 'l1'> = {}): InverseStrengths {
  const n = rows.labels.length;
  const folds = Math.min(FOLDS, n);
  const foldOf = groupFolds(n, folds);
  const totals = CANDIDATES.map(() => 0);
  for (let fold = 0; fold < folds; fold++) {
    const held = select(rows, (i) => foldOf[i] === fold);
    const trained = select(rows, (i) => foldOf[i] !== fold || folds === 1);
    CANDIDATES.forEach((candidate, c) => {
      const { coefficients } = fitLogistic(trained, { ...penalty, l1: 1 / candidate });
      totals[c] = (totals[c] ?? 0) + logLoss(held, coefficients) / folds;
    });
  }
  const least = totals.indexOf(Math.min(...totals));
  return { best: CANDIDATES[least] as number, candidates: CANDIDATES, losses: totals };
}

function select({ features, labels, weights, width }: LogisticRows, keeps: (index: number) => boolean): LogisticRows {
  const kept = Array.from(labels, (_, i) => i).filter(keeps);
  return {
    width,
    labels: Float64Array.from(kept, (i) => labels[i] as number),
    weights: Float64Array.from(kept, (i) => weights[i] as number),
    features: Float64Array.from(
      kept.flatMap((i) => Array.from({ length: width }, (_, j) => features[i * width + j] as number)),
    ),
  };
}

function logLoss({ features, labels, weights, width }: LogisticRows, w: Float64Array): number {
  let total = 0;
  labels.forEach((label, i) => {
    let z = 0;
    for (let j = 0; j < width; j++) z += (features[i * width + j] as number) * (w[j] as number);
    total += (weights[i] as number) * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z);
  });
  return total / labels.length;
}
